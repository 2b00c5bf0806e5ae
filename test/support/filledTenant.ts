import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { switchAccess } from "./embeddedAccess.ts";
import { runPrism } from "./prism.ts";
import type { TestTenant } from "./tenant.ts";

/** A secret that must be seen nowhere. */
const canary = (name: string) => `canary-${name}`;

/** The secrets of the tenant by the configuration key that an exported program gives each. */
export const filledSecrets: Record<string, string> = {
  slackOauthClientSecret: canary("slack-client-secret"),
  slackOauthSigningSecret: canary("slack-signing-secret"),
  warehouseTestPassword: canary("warehouse-test"),
  warehouseGlobexReportsPassword: canary("globex-reports"),
  acmeApiKeyGlobexApiKey: canary("acme-globex"),
  openaiGlobalApiKey: canary("openai"),
  openaiGlobalTestApiKey: canary("openai-test"),
  gmailUserClientSecret: canary("gmail"),
  dropboxDropboxConnectionClientSecret: "FAKE-dropbox-app-secret",
};

/** Customers that the organization supplies a database for: enough for one resource. */
const SUPPLIED = Array.from({ length: 11 }, (_, index) => `customer-${index + 1}`);
/** Those of them that log in with a password: each secret costs the test a start of Pulumi. */
const WITH_PASSWORD = SUPPLIED.slice(0, 1);
for (const [index, customer] of WITH_PASSWORD.entries()) {
  filledSecrets[`warehouseCustomer${index + 1}Password`] = canary(customer);
}

const alerts = `definitionVersion: 7
name: "Order alerts: urgent"
requiredConfigVars:
  - { key: Slack, dataType: connection, useScopedConfigVar: slack-oauth }
flows: []
`;

const org = (name: string, value: string, more: { writeOnly?: true } = {}) => ({
  name,
  type: "value",
  value,
  meta: JSON.stringify({ managedBy: "org", inputScope: "org", ...more }),
});

const plain = (values: Record<string, string>) =>
  Object.entries(values).map(([name, value]) => ({ name, type: "value", value }));

/**
 * Fills a tenant as people do, by Prismatic's own command line and by the API: a connection of each kind with global
 * values, test credentials and a flag, credentials of one customer and of many, integrations, and embedded access.
 *
 * @param cwd folder for files of `prism`
 */
export async function fillTenant(tenant: TestTenant, cwd: string): Promise<void> {
  const prism = (...args: string[]) => runPrism(tenant, args, cwd);
  await prism("customers:create", "--name", "Globex", "--externalId", "globex");
  const customers = new Map<string, string>();
  for (const name of [...SUPPLIED, "initech"]) {
    customers.set(name, await create(tenant, "createCustomer", "customer", { name, externalId: name }));
  }
  const globex = await customerId(tenant, "globex");
  const types = await connectionTypes(tenant);
  const connection = (stableKey: string, type: string, owner: [string, string], inputs: object[]) => {
    const [variableScope, managedBy] = owner;
    const named = { key: `The ${stableKey}`, stableKey, connection: types.get(type) };
    const input = { ...named, variableScope, managedBy, inputs };
    return create(tenant, "createScopedConfigVariable", "scopedConfigVariable", input);
  };
  const credentials = (
    scopedConfigVariable: string,
    customer: string | null,
    inputs: object[],
    key?: string,
  ) =>
    create(tenant, "createCustomerConfigVariable", "customerConfigVariable", {
      ...{ scopedConfigVariable, customer, inputs, isTest: customer === null },
      ...(key === undefined ? {} : { key }),
    });

  const slack = await connection(
    "slack-oauth",
    "slack/oauth2",
    ["customer", "customer"],
    [
      org("clientId", "4711.0815"),
      org("clientSecret", canary("slack-client-secret")),
      org("signingSecret", canary("slack-signing-secret"), { writeOnly: true }),
    ],
  );
  await create(tenant, "updateScopedConfigVariable", "scopedConfigVariable", {
    id: slack,
    description: 'Posts to the "workspace"',
    defaultForComponent: true,
  });
  await credentials(slack, null, plain({ isUser: "true" }));
  // The customer's own.
  await credentials(slack, globex, plain({ isUser: "true" }));

  const warehouse = await connection(
    "warehouse",
    "postgres/postgres",
    ["customer", "org"],
    [org("host", "db.example"), org("requireSSL", "true")],
  );
  const login = (username: string, password?: string) =>
    plain({ database: "orders", username, ...(password === undefined ? {} : { password }) });
  await credentials(warehouse, null, login("tester", canary("warehouse-test")));
  for (const name of SUPPLIED) {
    const password = WITH_PASSWORD.includes(name) ? canary(name) : undefined;
    await credentials(warehouse, customers.get(name) ?? "", login(name, password));
  }
  await credentials(warehouse, globex, login("reports", canary("globex-reports")), "Reports");

  const acme = await connection("acme-api-key", "acme/acmeApiKey", ["customer", "org"], []);
  await credentials(acme, globex, plain({ api_key: canary("acme-globex") }));

  const openai = await connection(
    "openai-global",
    "openai/openAiApiKey",
    ["org", "org"],
    plain({ apiKey: canary("openai") }),
  );
  await credentials(openai, null, plain({ apiKey: canary("openai-test") }));
  await connection("stripe-billing", "stripe/apiKey", ["org", "org"], []);
  await connection(
    "gmail-user",
    "google-gmail/oauth2",
    ["user", "org"],
    [org("clientId", "gmail"), org("clientSecret", canary("gmail"))],
  );

  const file = join(cwd, "alerts.yml");
  await writeFile(file, alerts);
  const id = (await prism("integrations:import", "--path", file)).trim();
  await prism("integrations:publish", id);
  const dropbox = fileURLToPath(new URL("../fixtures/integrations/integration.yml", import.meta.url));
  await prism("integrations:import", "--path", dropbox);
  await switchAccess(tenant, "initech", true);
}

async function create(tenant: TestTenant, field: string, object: string, input: object): Promise<string> {
  const type = `${field.slice(0, 1).toUpperCase()}${field.slice(1)}Input!`;
  type Answer = Record<string, Record<string, { id: string } | null> & { errors: unknown[] }>;
  const data = await tenant.query<Answer>(
    `mutation ($input: ${type}) { ${field}(input: $input) { ${object} { id } errors { field messages } } }`,
    { input },
  );
  const id = data[field]?.[object]?.id;
  if (id === undefined) throw new Error(JSON.stringify(data));
  return id;
}

async function customerId(tenant: TestTenant, externalId: string): Promise<string> {
  const { customers } = await tenant.query<{ customers: { nodes: { id: string }[] } }>(
    "query ($externalId: String) { customers(externalId: $externalId) { nodes { id } } }",
    { externalId },
  );
  return customers.nodes[0]?.id ?? "";
}

/** Ids of connection types, by keys such as `slack/oauth2`. */
async function connectionTypes(tenant: TestTenant): Promise<Map<string, string>> {
  const { components } = await tenant.query<{
    components: { nodes: { key: string; connections: { nodes: { id: string; key: string }[] } }[] };
  }>(
    "query { components(hasConnections: true, first: 100) { nodes { key connections { nodes { id key } } } } }",
  );
  return new Map(
    components.nodes.flatMap(({ key, connections }) =>
      connections.nodes.map((type) => [`${key}/${type.key}`, type.id] as const),
    ),
  );
}
