import fc from "fast-check";
import { mutate } from "../../support/contents.ts";
import type { TestTenant } from "../../support/tenant.ts";
import { ownInterferences, type OwnInterference } from "./behindOwn.ts";
import { BY_HAND } from "./world.ts";

const WHAT = [
  "rename",
  "describe",
  "changeSecret",
  "changeValue",
  "switchFlag",
  "delete",
  "deleteTestCredentials",
  "changeTestCredentials",
  "deleteCustomerCredentials",
  "changeCustomerCredentials",
] as const;

/** Something that a person does in the web app meanwhile, to one of the connections of a lane. */
export interface ConnectionInterference {
  of: "connection";
  what: (typeof WHAT)[number];
  /** Which of the lane's connections. */
  slot: number;
}

/** Something that a person does meanwhile. */
export type Interference = ConnectionInterference | OwnInterference;

/** Events that may happen behind Pulumi's back before a run. */
export const interferences: fc.Arbitrary<Interference[]> = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        of: fc.constant("connection" as const),
        what: fc.constantFrom(...WHAT),
        slot: fc.integer({ min: 0, max: 2 }),
      }),
    },
    { weight: 1, arbitrary: ownInterferences },
  ),
  { maxLength: 2 },
);

interface Input {
  name: string;
  value: string;
  hasValue: boolean;
  meta: string | null;
}

interface Credentials {
  id: string;
  isTest: boolean;
  inputs: { nodes: Input[] };
}

interface Found {
  id: string;
  stableKey: string;
  defaultForComponent: boolean;
  inputs: { nodes: Input[] };
}

const SECRETS = ["clientSecret", "password"];
const VALUES = ["clientId", "username"];
const INPUTS = "inputs { nodes { name value hasValue meta } }";

/** Does to the tenant what a person might do. What cannot be done to this connection is left out. */
export async function interfere(
  tenant: TestTenant,
  lane: number,
  { what, slot }: ConnectionInterference,
): Promise<void> {
  const found = await connectionOf(tenant, lane, slot);
  if (found === undefined) return;
  const { id, defaultForComponent } = found;
  const update = (input: object) => mutate(tenant, "updateScopedConfigVariable", { id, ...input });
  const credentials = await credentialsOf(tenant, id);
  const test = credentials.find(({ isTest }) => isTest);
  const customer = credentials.find(({ isTest }) => !isTest);

  // What the tenant had before is to be found again in the end: only what Pulumi added to it is touched.
  const isOurs = slot !== BY_HAND;
  if (what === "rename" && isOurs) await update({ key: "Renamed by hand" });
  if (what === "describe" && isOurs) await update({ description: "Described by hand" });
  if (what === "delete" && isOurs) await deleteUnlessUsed(tenant, id);
  if (what === "switchFlag" && (isOurs || defaultForComponent)) {
    await update({ defaultForComponent: !defaultForComponent });
  }
  if (what === "changeSecret" || what === "changeValue") {
    const names = what === "changeSecret" ? SECRETS : VALUES;
    const held = found.inputs.nodes.filter(({ hasValue }) => hasValue);
    if (!held.some(({ name, meta }) => names.includes(name) && meta?.includes('"inputScope":"org"'))) return;
    await update({ inputs: found.inputs.nodes.map((input) => changed(input, names)) });
  }
  if (what === "deleteTestCredentials") await removeCredentials(tenant, test);
  if (what === "changeTestCredentials") await retype(tenant, test);
  if (what === "deleteCustomerCredentials") await removeCredentials(tenant, customer);
  if (what === "changeCustomerCredentials") await retype(tenant, customer);
}

/** The web app refuses to delete what an integration names. */
async function deleteUnlessUsed(tenant: TestTenant, id: string): Promise<void> {
  const deleted = mutate(tenant, "deleteScopedConfigVariable", { id });
  await deleted.catch((error: unknown) => {
    if (!String(error).includes("this connection, so it cannot be deleted")) throw error;
  });
}

async function connectionOf(tenant: TestTenant, lane: number, slot: number): Promise<Found | undefined> {
  const { scopedConfigVariables } = await tenant.query<{ scopedConfigVariables: { nodes: Found[] } }>(
    `query { scopedConfigVariables(first: 100) { nodes { id stableKey defaultForComponent ${INPUTS} } } }`,
  );
  const start = `lane${lane}-${["first", "second", "by-hand"][slot]}`;
  return scopedConfigVariables.nodes.find(({ stableKey }) => stableKey.startsWith(start));
}

async function credentialsOf(tenant: TestTenant, connection: string): Promise<Credentials[]> {
  const { customerConfigVariables } = await tenant.query<{
    customerConfigVariables: { nodes: Credentials[] };
  }>(
    `query ($connection: ID) { customerConfigVariables(scopedConfigVariable: $connection, first: 100) {
      nodes { id isTest ${INPUTS} } } }`,
    { connection },
  );
  return customerConfigVariables.nodes;
}

async function removeCredentials(tenant: TestTenant, credentials: Credentials | undefined): Promise<void> {
  if (credentials === undefined) return;
  await mutate(tenant, "deleteCustomerConfigVariable", { id: credentials.id });
}

async function retype(tenant: TestTenant, credentials: Credentials | undefined): Promise<void> {
  if (credentials === undefined) return;
  const inputs = credentials.inputs.nodes.map((input) => changed(input, [...SECRETS, "api_key"]));
  await mutate(tenant, "updateCustomerConfigVariable", { id: credentials.id, inputs });
}

/** A form that is saved sends every field: what a person did not touch, and cannot read, they type again. */
function changed({ name, value, hasValue, meta }: Input, names: string[]) {
  const typed =
    names.includes(name) && hasValue ? "typed-by-hand" : hasValue && value === "" ? "typed-again" : value;
  return { name, type: "value", value: typed, meta };
}
