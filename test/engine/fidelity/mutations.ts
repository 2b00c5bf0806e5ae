import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { plannedMutationsOf, type PlannedMutation } from "pulumi-prismatic/plannedMutations";
import { UNKNOWN } from "../../../provider/src/dynamic/wire.ts";
import type { EngineEvent } from "../../support/engineEvents.ts";
import type { SentMutation, TestTenant } from "../../support/tenant.ts";

/** A judgement of a definition, which is a mutation in name only: previews ask for it as well. */
const WITHOUT_EFFECT = "validateIntegrationSchema";

/** The owner of an object in the tenant. */
interface Belonging {
  /** Stable key of a connection, key of a component, or name of an integration. */
  stableKey: string;
  /** External id of the customer whose credentials it is. */
  customer?: string;
}

/** The tenant's objects by id: connections, credentials, components of our own, integrations; customers by their external ids. */
export interface Objects {
  belongings: Map<string, Belonging>;
  customers: Map<string, string>;
}

/** The mutations that the steps of a preview announce. */
export function announced(events: EngineEvent[]): PlannedMutation[] {
  const steps = events.flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? []);
  return plannedMutationsOf(
    steps.map(({ urn, type, op, old, new: next }) => ({
      urn,
      type,
      op,
      olds: old?.outputs,
      news: next?.inputs,
    })),
  );
}

/** The objects for which ids of the tenant stand now. */
export async function objectsOf(tenant: TestTenant): Promise<Objects> {
  const data = await tenant.query<{
    customers: { nodes: { id: string; externalId: string }[] };
    scopedConfigVariables: { nodes: { id: string; stableKey: string }[] };
    customerConfigVariables: {
      nodes: {
        id: string;
        customer: { externalId: string } | null;
        scopedConfigVariable: { stableKey: string };
      }[];
    };
    components: { nodes: { id: string; key: string }[] };
    integrations: { nodes: { id: string; name: string }[] };
  }>(
    `query { customers(first: 100) { nodes { id externalId } }
      scopedConfigVariables(first: 100) { nodes { id stableKey } }
      customerConfigVariables(first: 100) { nodes { id customer { externalId } scopedConfigVariable { stableKey } } }
      components(first: 100, key_Icontains: "-parcels", allVersions: true) { nodes { id key } }
      integrations(first: 100) { nodes { id name } } }`,
  );
  const components = data.components.nodes.map(({ id, key }) => [id, { stableKey: key }] as const);
  const integrations = data.integrations.nodes.map(({ id, name }) => [id, { stableKey: name }] as const);
  const connections = data.scopedConfigVariables.nodes.map(
    ({ id, stableKey }) => [id, { stableKey }] as const,
  );
  const credentials = data.customerConfigVariables.nodes.map(
    ({ id, customer, scopedConfigVariable: { stableKey } }) =>
      [id, { stableKey, ...(customer === null ? {} : { customer: customer.externalId }) }] as const,
  );
  return {
    belongings: new Map<string, Belonging>([...connections, ...credentials, ...components, ...integrations]),
    customers: new Map(data.customers.nodes.map(({ id, externalId }) => [id, externalId])),
  };
}

/** The mutations that change something. */
export function effective(mutations: SentMutation[]): SentMutation[] {
  return mutations.filter(({ field }) => field !== WITHOUT_EFFECT);
}

/** The mutations that arrived, each with its object, in the form of those that are announced. */
export function arrived(mutations: SentMutation[], objects: Objects): PlannedMutation[] {
  return effective(mutations).map(({ field, input }) => {
    if (field === "publishComponent") return { field, stableKey: publishedKey(input) };
    if (field === "importIntegration") return { field, stableKey: importedName(input) };
    const { id, scopedConfigVariable, stableKey, customer } = input as Partial<Record<string, string>>;
    const object = id ?? scopedConfigVariable ?? "";
    const belonging = objects.belongings.get(object) ?? { stableKey: `unknown id ${object}` };
    const carries = Object.keys(input).filter((name) => name !== "id" && name !== "redeploy");
    return {
      field,
      ...belonging,
      ...(stableKey === undefined ? {} : { stableKey }),
      ...(customer === undefined ? {} : { customer: objects.customers.get(customer) ?? customer }),
      ...(field.startsWith("update") ? { carries } : {}),
    };
  });
}

function publishedKey(input: object): string {
  return (input as { definition: { key: string } }).definition.key;
}

function importedName(input: object): string {
  return (parse((input as { definition: string }).definition) as { name: string }).name;
}

/**
 * Compares, object by object, the mutations that arrived with those that were announced. What depends on unknown values
 * may carry less, or not arrive.
 */
export function difference(expected: PlannedMutation[], sent: PlannedMutation[]): string | undefined {
  const open = expected.filter(({ uncertain }) => !uncertain).map(sorted);
  const possible = expected.filter(({ uncertain }) => uncertain);
  const unexpected = sent.map(sorted).filter((mutation) => {
    const index = open.findIndex((announcement) => isDeepStrictEqual(announcement, mutation));
    if (index >= 0) open.splice(index, 1);
    return index < 0 && !possible.some((announcement) => mayBecome(announcement, mutation));
  });
  if (open.length + unexpected.length === 0) return undefined;
  return `announced and not arrived ${JSON.stringify(open)}\narrived and not announced ${JSON.stringify(unexpected)}`;
}

function mayBecome(
  announcement: PlannedMutation,
  { field, stableKey, customer, carries = [] }: PlannedMutation,
) {
  return (
    (announcement.field === field || isTakenOver(announcement, field)) &&
    announcement.stableKey === stableKey &&
    (announcement.customer === customer || announcement.customer === UNKNOWN) &&
    carries.every((name) => (announcement.carries ?? ["inputs"]).includes(name))
  );
}

/** Credentials that are announced as created may have moved out of a set or into one. */
function isTakenOver({ field }: PlannedMutation, arrivedAs: string): boolean {
  return field.startsWith("create") && arrivedAs.startsWith("update");
}

function sorted({ field, stableKey, customer, carries }: PlannedMutation): PlannedMutation {
  return {
    field,
    stableKey,
    ...(customer === undefined ? {} : { customer }),
    ...(carries === undefined ? {} : { carries: carries.toSorted() }),
  };
}
