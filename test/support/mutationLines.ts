import type { SentMutation, TestTenant } from "./tenant.ts";

interface Found {
  connections: { nodes: { id: string; stableKey: string }[] };
  credentials: {
    nodes: {
      id: string;
      key: string | null;
      isTest: boolean;
      customer: { externalId: string } | null;
      connection: { stableKey: string };
    }[];
  };
  customers: { nodes: { id: string; externalId: string }[] };
  integrations: { nodes: { id: string; name: string }[] };
  instances: { nodes: { id: string; name: string }[] };
  components: { nodes: { id: string; key: string }[] };
}

/** The names of what a tenant holds, by id: stable keys, places of credentials such as `slack/test`, and so on. */
export async function namesById(tenant: TestTenant): Promise<Map<string, string>> {
  const found = await tenant.query<Found>(`query {
    connections: scopedConfigVariables { nodes { id stableKey } }
    credentials: customerConfigVariables { nodes {
      id key isTest customer { externalId } connection: scopedConfigVariable { stableKey } } }
    customers { nodes { id externalId } }
    integrations { nodes { id name } }
    instances { nodes { id name } }
    components(public: false, allVersions: true) { nodes { id key } }
  }`);
  return new Map([
    ...found.connections.nodes.map(({ id, stableKey }) => [id, stableKey] as const),
    ...found.credentials.nodes.map(({ id, key, isTest, customer, connection: { stableKey } }) => {
      const whose = isTest ? "test" : (customer?.externalId ?? "");
      return [id, [stableKey, whose, ...(key ? [key] : [])].join("/")] as const;
    }),
    ...found.customers.nodes.map(({ id, externalId }) => [id, externalId] as const),
    ...found.integrations.nodes.map(({ id, name }) => [id, name] as const),
    ...found.instances.nodes.map(({ id, name }) => [id, name] as const),
    ...found.components.nodes.map(({ id, key }) => [id, key] as const),
  ]);
}

/**
 * Mutations in a form that does not depend on ids, sorted: the field, what it concerns, and the arguments that it
 * carries, such as `updateScopedConfigVariable slack: inputs, key`.
 */
export function mutationLines(mutations: SentMutation[], names: Map<string, string>): string[] {
  return mutations.map((mutation) => lineOf(mutation, names)).toSorted();
}

function lineOf({ field, input }: SentMutation, names: Map<string, string>): string {
  const { id, integrationId, scopedConfigVariable, stableKey, customer, isTest, definition, ...carried } =
    input;
  const named = (value: unknown) => (typeof value === "string" ? (names.get(value) ?? value) : undefined);
  const concerned = [id, integrationId, scopedConfigVariable, stableKey, customer].flatMap(
    (value) => named(value) ?? [],
  );
  const key = isComponent(definition) ? [definition.key] : [];
  const words = [field, [...concerned, ...key, ...(isTest === true ? ["test"] : [])].join("/")];
  const given = Object.keys(carried).filter((name) => carried[name] !== undefined);
  return `${words.join(" ").trim()}${given.length > 0 ? `: ${given.toSorted().join(", ")}` : ""}`;
}

const isComponent = (definition: unknown): definition is { key: string } =>
  typeof definition === "object" && definition !== null && "key" in definition;
