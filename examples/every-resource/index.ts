import { Config } from "@pulumi/pulumi";
import {
  CustomerConnection,
  CustomerCredentials,
  CustomerCredentialsSet,
  CustomerEmbeddedAccess,
  EmbeddedWorkflowFlag,
  GlobalValues,
  Integration,
  OrganizationCustomerConnection,
  OrganizationGlobalConnection,
  Tenant,
  TestCredentials,
  UserConnection,
} from "pulumi-prismatic";

const config = new Config();

// A Customer Connection: each customer logs in itself. All that belongs to it is written inline.
const slack = new CustomerConnection("slack", {
  component: "slack",
  connectionType: "oauth2",
  stableKey: "slack-oauth",
  name: "Slack",
  description: "Posts to the customer's workspace",
  globalValues: { clientId: config.require("slackClientId"), scopes: "chat:write channels:read" },
  globalSecrets: {
    clientSecret: config.requireSecret("slackClientSecret"),
    signingSecret: config.requireSecret("slackSigningSecret"),
  },
  // A person authorizes these once; the run prints where. With `oauthTokens`, nobody has to.
  testCredentials: {},
  embeddedWorkflows: true,
  redeployInstances: "onChange",
  oauthRedirect: { success: "https://app.example.com/connected" },
});

// A User Connection: each end user logs in with an account of her own.
const gmail = new UserConnection("gmail", {
  component: "google-gmail",
  connectionType: "oauth2",
  stableKey: "gmail-user",
  name: "Gmail",
  globalValues: { clientId: config.require("gmailClientId") },
  globalSecrets: { clientSecret: config.requireSecret("gmailClientSecret") },
  redeployInstances: "onChange",
});

// An Organization (Customer) Connection: each customer has a database of its own, and our onboarding enters it.
const database = new OrganizationCustomerConnection("database", {
  component: "postgres",
  stableKey: "customer-database",
  name: "Customer's database",
  globalValues: { requireSSL: true },
  redeployInstances: "onChange",
});

// One customer, with a name of its own, because a customer can have several.
new CustomerCredentials("globex-archive", {
  connection: database,
  customer: "globex",
  name: "Archive",
  values: { host: "archive.globex.example", database: "archive", username: "integration" },
  secrets: { password: config.requireSecret("globexArchivePassword") },
  redeployInstances: "onChange",
});

// Many customers as one resource. The regions have different ones: those that a tenant lacks are skipped.
const passwords = config.requireSecretObject<Record<string, string>>("databasePasswords");
new CustomerCredentialsSet("databases", {
  connection: database,
  customers: passwords.apply((all) =>
    Object.fromEntries(
      Object.entries(all).map(([customer, password]) => [
        customer,
        {
          values: { host: `db.${customer}.example`, database: customer, username: "integration" },
          secrets: { password },
        },
      ]),
    ),
  ),
  onMissingCustomer: "skip",
  redeployInstances: "onChange",
});

// What the test runner connects with, and whether embedded workflows use the connection: here owned by other teams.
new TestCredentials("database", {
  connection: database,
  values: { host: "db.test.example", database: "test", username: "integration" },
  secrets: { password: config.requireSecret("testDatabasePassword") },
});
new EmbeddedWorkflowFlag("database", { connection: database, enabled: true });

// The flag alone lets nobody in: the customers that may build workflows themselves, here as a premium feature.
for (const customer of ["globex"]) new CustomerEmbeddedAccess(customer, { customer, enabled: true });

// An Organization (Global) Connection, whose key the finance team owns apart from the connection.
const stripe = new OrganizationGlobalConnection("stripe", {
  component: "stripe",
  stableKey: "stripe-billing",
  name: "Stripe",
  separateGlobalValues: true,
  testCredentials: { secrets: { apiKey: config.requireSecret("stripeTestApiKey") } },
});
new GlobalValues("stripe", {
  connection: stripe,
  secrets: { apiKey: config.requireSecret("stripeApiKey") },
  redeployInstances: "onChange",
});

// An integration, from the YAML that Prismatic exports; usually that is a file in Git and this its path.
new Integration("welcome", {
  definition: `
definitionVersion: 7
name: Welcome
requiredConfigVars:
  - key: Slack
    dataType: connection
    connection: { key: oauth2, component: { key: slack, isPublic: true, version: LATEST } }
configPages:
  - { name: Configuration, elements: [{ type: configVar, value: Slack }] }
flows:
  - name: Greet
    steps:
      - name: Trigger
        isTrigger: true
        action: { key: webhook, component: { key: webhook-triggers, isPublic: true, version: LATEST } }
      - name: Post
        action: { key: postMessage, component: { key: slack, isPublic: true, version: LATEST } }
        inputs: { connection: { type: configVar, value: Slack } }
`,
  // In every tenant the connection of the same stable key.
  connections: { Slack: slack },
  publish: { comment: "From the example" },
  instances: "leave",
  // Without this it stays in the tenant when the stack is destroyed.
  deleteOnDestroy: true,
});

// A second tenant in the same program, where one is configured.
const otherUrl = config.get("otherUrl");
if (otherUrl !== undefined) {
  const other = new Tenant("other", {
    url: otherUrl,
    tenantId: config.require("otherTenantId"),
    refreshToken: config.requireSecret("otherRefreshToken"),
  });
  const todoist = { component: "todoist", stableKey: "todoist-customer", name: "Todoist" };
  new CustomerConnection("todoist", todoist, { provider: other });
}

export const stableKeys = [slack, gmail, database, stripe].map(({ stableKey }) => stableKey);
