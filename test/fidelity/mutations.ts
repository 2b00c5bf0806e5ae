import { plannedMutations, type Step } from "pulumi-prismatic";
import type { EngineEvent, StepMetadata } from "../support/engineEvents.ts";
import type { SentMutation, TestTenant } from "../support/tenant.ts";

const CREATE_TEST = "createCustomerConfigVariable";
const UPDATE_TEST = "updateCustomerConfigVariable";

const OPERATIONS: Record<string, Step["op"]> = {
  create: "create",
  "create-replacement": "create",
  update: "update",
  delete: "delete",
  "delete-replaced": "delete",
};

/**
 * The mutations that the steps of a preview announce, one line each, sorted. A part that moved into its connection is
 * that connection's to send; the resource that had it before goes without a word.
 */
export function announced(events: EngineEvent[]): string[] {
  const steps = events.flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? []);
  const inline = new Set(steps.flatMap(partsOf));
  const moved = ({ op, type, old }: StepMetadata) => {
    const connection = old?.outputs?.connection as { stableKey: string } | undefined;
    return op.startsWith("delete") && inline.has(`${type.split(":").at(-1)} ${connection?.stableKey}`);
  };
  const lines = steps.flatMap((step) => (moved(step) ? [] : linesOf(step)));
  // Test credentials that moved into the connection are there already, so that they are changed and not created.
  const taken = new Set(
    steps
      .filter((step) => moved(step) && step.type.endsWith(":TestCredentials"))
      .map(({ old }) => (old?.outputs?.connection as { stableKey: string }).stableKey),
  );
  return lines
    .map((text) => (taken.has(text.split(" ")[1] ?? "") ? text.replace(CREATE_TEST, UPDATE_TEST) : text))
    .sort();
}

/** What a connection declares itself, by the resource that could have declared it instead. */
function partsOf({ op, new: next }: StepMetadata): string[] {
  const { stableKey, globalValues, globalSecrets, testCredentials, embeddedWorkflows } = next?.inputs ?? {};
  if (typeof stableKey !== "string" || op.startsWith("delete")) return [];
  return [
    ...(globalValues !== undefined || globalSecrets !== undefined ? [`GlobalValues ${stableKey}`] : []),
    ...(testCredentials === undefined ? [] : [`TestCredentials ${stableKey}`]),
    ...(embeddedWorkflows === undefined ? [] : [`EmbeddedWorkflowFlag ${stableKey}`]),
  ];
}

function linesOf({ op, type, old, new: next }: StepMetadata): string[] {
  const verb = OPERATIONS[op];
  if (verb === undefined || !type.includes(":dynamic/prismatic:")) return [];
  const step = { op: verb, olds: old?.outputs ?? {}, news: next?.inputs ?? {} } as Step;
  return plannedMutations(type, step).map(({ field, stableKey, carries }) => line(field, stableKey, carries));
}

/** Stable keys of the connections that ids of the tenant belong to, before and after a run. */
export async function stableKeysById(tenant: TestTenant): Promise<Map<string, string>> {
  const { scopedConfigVariables, customerConfigVariables } = await tenant.query<{
    scopedConfigVariables: { nodes: { id: string; stableKey: string }[] };
    customerConfigVariables: { nodes: { id: string; scopedConfigVariable: { stableKey: string } }[] };
  }>(
    `query { scopedConfigVariables { nodes { id stableKey } }
      customerConfigVariables { nodes { id scopedConfigVariable { stableKey } } } }`,
  );
  return new Map([
    ...scopedConfigVariables.nodes.map(({ id, stableKey }) => [id, stableKey] as const),
    ...customerConfigVariables.nodes.map(
      ({ id, scopedConfigVariable }) => [id, scopedConfigVariable.stableKey] as const,
    ),
  ]);
}

/** The mutations that arrived, in the same form. */
export function arrived(mutations: SentMutation[], stableKeys: ReadonlyMap<string, string>): string[] {
  return mutations
    .map(({ field, input }) => {
      const { id, scopedConfigVariable, stableKey: given } = input as Partial<Record<string, string>>;
      const object = id ?? scopedConfigVariable ?? "";
      const stableKey = given ?? stableKeys.get(object) ?? `unknown id ${object}`;
      const carries = Object.keys(input).filter((name) => name !== "id" && name !== "redeploy");
      return line(field, stableKey, carries);
    })
    .sort();
}

/** Only an update of a connection says which of its fields it carries. */
function line(field: string, stableKey: string, carries: string[] | undefined): string {
  const fields = field === "updateScopedConfigVariable" ? ` ${(carries ?? []).toSorted().join(" ")}` : "";
  return `${field} ${stableKey}${fields}`;
}
