import type { TestTenant } from "./tenant.ts";

interface FoundInput {
  name: string;
  value: string;
  hasValue: boolean;
}

/** The readable facts of a connection and its credentials, without ids and dates; a write-only value reads `(set)`. */
export interface Contents {
  connections: Record<
    string,
    {
      /** Whose credentials, and who supplies them: such as `customer/org`. */
      kind: string;
      /** Component and connection type: such as `slack/oauth2`. */
      type: string;
      name: string;
      description: string;
      flag: boolean;
      redirect: { success: string | null; failure: string | null } | null;
      values: Record<string, string>;
    }
  >;
  /** The newest versions of the organization's own components, by key. */
  components: Record<string, { label: string; types: Record<string, string[]> }>;
  /** By name; `published` is the number of the newest version that is. */
  integrations: Record<string, { definition: string; published: number; isDraftPublished: boolean }>;
  /** By stable key and customer, such as `slack/globex`, with `/name` where there is one; a test's is `slack/test`. */
  credentials: Record<string, Record<string, string>>;
}

interface FoundComponent {
  key: string;
  label: string;
  connections: { nodes: { key: string; inputs: { nodes: { key: string }[] } }[] };
}

interface FoundIntegration {
  name: string;
  definition: string;
  hasUnpublishedChanges: boolean;
  versionSequence: { nodes: { versionNumber: number; versionIsAvailable: boolean }[] };
}

interface FoundConnection {
  key: string;
  stableKey: string;
  description: string;
  variableScope: string;
  managedBy: string;
  connection: { key: string; component: { key: string } } | null;
  defaultForComponent: boolean;
  oAuthRedirectConfig: { oAuthSuccessRedirectUri: string; oAuthFailureRedirectUri: string } | null;
  inputs: { nodes: FoundInput[] };
}

interface FoundCredentials {
  id: string;
  key: string | null;
  isTest: boolean;
  customer: { id: string; externalId: string } | null;
  scopedConfigVariable: { stableKey: string };
  inputs: { nodes: FoundInput[] };
}

/** Everything of a tenant that this package can manage. */
export async function contentsOf(tenant: TestTenant): Promise<Contents> {
  const found = await allOf<FoundConnection>(
    tenant,
    "scopedConfigVariables",
    `key stableKey description variableScope managedBy connection { key component { key } } defaultForComponent
      oAuthRedirectConfig { oAuthSuccessRedirectUri oAuthFailureRedirectUri } inputs { nodes { name value hasValue } }`,
  );
  const connections = found.map((each) => [each.stableKey, contentOf(each)] as const);
  const [credentials, components, integrations] = await Promise.all([
    allCredentials(tenant),
    allComponents(tenant),
    allIntegrations(tenant),
  ]);
  return {
    connections: sortedObject(connections),
    components: sortedObject(components.map((each) => [each.key, componentContent(each)] as const)),
    integrations: sortedObject(integrations.map((each) => [each.name, integrationContent(each)] as const)),
    credentials: sortedObject(credentials.map((each) => [placeOf(each), valuesOf(each.inputs)] as const)),
  };
}

function contentOf(found: FoundConnection): Contents["connections"][string] {
  const { connection, oAuthRedirectConfig } = found;
  return {
    kind: `${found.variableScope}/${found.managedBy}`.toLowerCase(),
    type: connection === null ? "none" : `${connection.component.key}/${connection.key}`,
    name: found.key,
    description: found.description,
    flag: found.defaultForComponent,
    redirect: oAuthRedirectConfig && {
      success: oAuthRedirectConfig.oAuthSuccessRedirectUri,
      failure: oAuthRedirectConfig.oAuthFailureRedirectUri,
    },
    values: valuesOf(found.inputs),
  };
}

function componentContent({ label, connections }: FoundComponent): Contents["components"][string] {
  const types = connections.nodes.map(({ key, inputs }) => [key, inputs.nodes.map((input) => input.key)]);
  return { label, types: Object.fromEntries(types) as Record<string, string[]> };
}

function integrationContent(found: FoundIntegration): Contents["integrations"][string] {
  const published = found.versionSequence.nodes.filter(({ versionIsAvailable }) => versionIsAvailable);
  return {
    definition: found.definition,
    published: Math.max(0, ...published.map(({ versionNumber }) => versionNumber)),
    isDraftPublished: published.length > 0 && !found.hasUnpublishedChanges,
  };
}

/** Changes credentials as somebody does in the web app; see {@link Contents} for `place`. */
export async function changeCredentials(
  tenant: TestTenant,
  place: string,
  inputs: Record<string, string>,
): Promise<void> {
  const { id } = await credentialsAt(tenant, place);
  const expressions = Object.entries(inputs).map(([name, value]) => ({ name, type: "value", value }));
  await mutate(tenant, "updateCustomerConfigVariable", { id, inputs: expressions });
}

/** Deletes credentials as somebody does in the web app. */
export async function removeCredentials(tenant: TestTenant, place: string): Promise<void> {
  await mutate(tenant, "deleteCustomerConfigVariable", { id: (await credentialsAt(tenant, place)).id });
}

/** Runs one mutation behind Pulumi's back, such as `updateScopedConfigVariable`. */
export async function mutate(tenant: TestTenant, field: string, input: object): Promise<void> {
  const type = `${field.slice(0, 1).toUpperCase()}${field.slice(1)}Input!`;
  const data = await tenant.query<Record<string, { errors: unknown[] }>>(
    `mutation ($input: ${type}) { ${field}(input: $input) { errors { field messages } } }`,
    { input },
  );
  if (data[field]?.errors.length !== 0) throw new Error(JSON.stringify(data));
}

async function credentialsAt(tenant: TestTenant, place: string): Promise<FoundCredentials> {
  const found = (await allCredentials(tenant)).find((each) => placeOf(each) === place);
  if (found === undefined) throw new Error(`The tenant has no credentials ${place}`);
  return found;
}

const allCredentials = (tenant: TestTenant): Promise<FoundCredentials[]> =>
  allOf(
    tenant,
    "customerConfigVariables",
    `id key isTest customer { id externalId } scopedConfigVariable { stableKey }
      inputs { nodes { name value hasValue } }`,
  );

const allComponents = (tenant: TestTenant): Promise<FoundComponent[]> =>
  allOf(
    tenant,
    "components",
    "key label connections { nodes { key inputs { nodes { key } } } }",
    "public: false, ",
  );

const allIntegrations = (tenant: TestTenant): Promise<FoundIntegration[]> =>
  allOf(
    tenant,
    "integrations",
    "name definition hasUnpublishedChanges versionSequence { nodes { versionNumber versionIsAvailable } }",
  );

/** All pages of a list. */
async function allOf<Node>(tenant: TestTenant, list: string, fields: string, filter = ""): Promise<Node[]> {
  const nodes: Node[] = [];
  let after: string | null = null;
  do {
    const data: Record<string, Page<Node>> = await tenant.query(
      `query ($after: String) { ${list}(${filter}first: 100, after: $after) {
        nodes { ${fields} } pageInfo { hasNextPage endCursor } } }`,
      { after },
    );
    const page = data[list];
    nodes.push(...(page?.nodes ?? []));
    after = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return nodes;
}

interface Page<Node> {
  nodes: Node[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

function placeOf({ key, isTest, customer, scopedConfigVariable }: FoundCredentials): string {
  const whose = isTest ? "test" : (customer?.externalId ?? "nobody");
  return [scopedConfigVariable.stableKey, whose, ...(key ? [key] : [])].join("/");
}

function valuesOf({ nodes }: { nodes: FoundInput[] }): Record<string, string> {
  const set = nodes.filter(({ hasValue }) => hasValue);
  return sortedObject(set.map(({ name, value }) => [name, value === "" ? "(set)" : value] as const));
}

function sortedObject<Value>(entries: (readonly [string, Value])[]): Record<string, Value> {
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
