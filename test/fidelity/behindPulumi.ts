import fc from "fast-check";
import type { TestTenant } from "../support/tenant.ts";

/** Something that a person does in the web app meanwhile, to one of the connections. */
export interface Interference {
  what:
    | "rename"
    | "describe"
    | "changeSecret"
    | "changeValue"
    | "delete"
    | "deleteTestCredentials"
    | "changeTestCredentials";
  /** Which of the connections that are there. */
  which: number;
}

/** What may happen behind Pulumi's back before a run. */
export const interferences: fc.Arbitrary<Interference[]> = fc.array(
  fc.record({
    what: fc.constantFrom<Interference["what"]>(
      "rename",
      "describe",
      "changeSecret",
      "changeValue",
      "delete",
      "deleteTestCredentials",
      "changeTestCredentials",
    ),
    which: fc.nat({ max: 2 }),
  }),
  { maxLength: 2 },
);

interface Input {
  name: string;
  value: string;
  hasValue: boolean;
  meta: string | null;
}

interface Found {
  id: string;
  inputs: { nodes: Input[] };
  customerConfigVariables: { nodes: { id: string; inputs: { nodes: Input[] } }[] };
}

const SECRETS = ["clientSecret", "password"];
const VALUES = ["clientId", "username"];

/** Does to the tenant what a person might do. What cannot be done to this connection is left out. */
export async function interfere(tenant: TestTenant, { what, which }: Interference): Promise<void> {
  const all = await tenant.query<{ scopedConfigVariables: { nodes: Found[] } }>(
    `query { scopedConfigVariables { nodes { id inputs { nodes { name value hasValue meta } }
      customerConfigVariables(isTest: true) { nodes { id inputs { nodes { name value hasValue meta } } } } } } }`,
  );
  const found = all.scopedConfigVariables.nodes[which];
  if (found === undefined) return;
  const test = found.customerConfigVariables.nodes[0];
  const { id } = found;
  const update = (input: object) => tenant.query(UPDATE, { input: { id, ...input } });
  if (what === "rename") await update({ key: "Renamed by hand" });
  if (what === "describe") await update({ description: "Described by hand" });
  if (what === "delete") await tenant.query(DELETE, { input: { id } });
  if (what === "changeSecret" || what === "changeValue") {
    const names = what === "changeSecret" ? SECRETS : VALUES;
    const held = found.inputs.nodes.filter(({ hasValue }) => hasValue);
    if (!held.some(({ name, meta }) => names.includes(name) && meta?.includes('"inputScope":"org"'))) return;
    await update({ inputs: found.inputs.nodes.map((input) => changed(input, names)) });
  }
  if (test === undefined) return;
  if (what === "deleteTestCredentials") await tenant.query(DELETE_CREDENTIALS, { input: { id: test.id } });
  if (what === "changeTestCredentials") {
    const inputs = test.inputs.nodes.map((input) => changed(input, [...SECRETS, "api_key"]));
    await tenant.query(UPDATE_CREDENTIALS, { input: { id: test.id, inputs } });
  }
}

/** A form that is saved sends every field: what a person did not touch, and cannot read, they type again. */
function changed({ name, value, hasValue, meta }: Input, names: string[]) {
  const typed =
    names.includes(name) && hasValue ? "typed-by-hand" : hasValue && value === "" ? "typed-again" : value;
  return { name, type: "value", value: typed, meta };
}

const UPDATE = `mutation ($input: UpdateScopedConfigVariableInput!) { updateScopedConfigVariable(input: $input) { errors { messages } } }`;
const DELETE = `mutation ($input: DeleteScopedConfigVariableInput!) { deleteScopedConfigVariable(input: $input) { errors { messages } } }`;
const UPDATE_CREDENTIALS = `mutation ($input: UpdateCustomerConfigVariableInput!) { updateCustomerConfigVariable(input: $input) { errors { messages } } }`;
const DELETE_CREDENTIALS = `mutation ($input: DeleteCustomerConfigVariableInput!) { deleteCustomerConfigVariable(input: $input) { errors { messages } } }`;
