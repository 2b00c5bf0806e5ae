import type { Declared } from "./declaration.ts";
import type { TenantOptions } from "./tenant.ts";

/** What a test varies of the program {@link connectionParts}. */
export interface PartsVariation {
  /** Ends one plain value of every resource that has any. */
  plain: string;
  /** Ends one secret of every resource that has any. */
  secret: string;
  /** Whether the connection whose flag is a resource of its own is used for embedded workflows. */
  flag: boolean;
  /** Where a person lands after authorizing Slack. */
  landing: string;
}

/** What the tenant has before Pulumi comes. */
export const heldBefore: NonNullable<TenantOptions["holds"]> = {
  customers: ["globex", "initech", "hooli"].map((externalId) => ({ externalId, name: externalId })),
  connections: [
    {
      stableKey: "made-by-hand",
      name: "Made by hand",
      component: "dropbox",
      variableScope: "customer",
      managedBy: "customer",
      inputs: { clientId: { value: "by-hand", meta: { managedBy: "org", inputScope: "org" } } },
    },
  ],
};

/** Begins every secret of {@link connectionParts}. */
export const SECRET = "hush";

const secret = (what: string, end: string): string => `${SECRET}-${what}-${end}`;

/** Connections with everything inline, and every part of a connection that can be a resource of its own. */
export function connectionParts(variation: PartsVariation): Declared[] {
  return [...withPartsInline(variation), ...withPartsApart(variation)];
}

function withPartsInline({ plain, secret: end, landing }: PartsVariation): Declared[] {
  return [
    {
      type: "CustomerConnection",
      name: "slack",
      args: {
        component: "slack",
        connectionType: "oauth2",
        stableKey: "slack",
        name: "Slack",
        globalValues: { clientId: `4711.${plain}`, scopes: "chat:write" },
        globalSecrets: { clientSecret: secret("slack", end), signingSecret: secret("signing", "stays") },
        testCredentials: { values: { isUser: plain === "p1" ? "false" : "true" } },
        embeddedWorkflows: true,
        oauthRedirect: { success: `https://app.example/${landing}`, failure: "https://app.example/sorry" },
        redeployInstances: "never",
      },
    },
    {
      type: "OrganizationCustomerConnection",
      name: "acme",
      args: {
        component: "acme",
        stableKey: "acme",
        name: "Acme",
        testCredentials: { secrets: { api_key: secret("acme-test", end) } },
        embeddedWorkflows: true,
      },
    },
    {
      type: "OrganizationGlobalConnection",
      name: "twilio",
      args: {
        component: "twilio",
        connectionType: "apiKeySecret",
        stableKey: "twilio",
        name: "Twilio",
        globalValues: { accountSid: `AC${plain}` },
        globalSecrets: { apiKey: secret("twilio-key", "stays"), apiSecret: secret("twilio", end) },
        testCredentials: {
          values: { accountSid: `ACtest${plain}` },
          secrets: { apiKey: secret("twilio-test-key", end), apiSecret: secret("twilio-test", "stays") },
        },
        redeployInstances: "onChange",
      },
    },
    {
      type: "UserConnection",
      name: "gmail",
      args: {
        component: "google-gmail",
        connectionType: "oauth2",
        stableKey: "gmail",
        name: "Gmail",
        globalValues: { clientId: `gmail-${plain}` },
        globalSecrets: { clientSecret: secret("gmail", end) },
      },
    },
  ];
}

function withPartsApart({ plain, secret: end, flag }: PartsVariation): Declared[] {
  const login = (who: string, password = end) => ({
    values: { database: `${who}-db`, username: who },
    secrets: { password: secret(who, password) },
  });
  const database = login(`globex-${plain}`);
  return [
    {
      type: "OrganizationCustomerConnection",
      name: "sendgrid",
      args: { component: "sendgrid", stableKey: "sendgrid", name: "SendGrid" },
    },
    {
      type: "TestCredentials",
      name: "sendgrid-test",
      args: { connection: { $resource: "sendgrid" }, secrets: { apiKey: secret("sendgrid-test", end) } },
    },
    {
      type: "EmbeddedWorkflowFlag",
      name: "sendgrid-flag",
      args: { connection: { $resource: "sendgrid" }, enabled: flag },
    },
    {
      type: "OrganizationGlobalConnection",
      name: "stripe",
      args: {
        component: "stripe",
        connectionType: "apiKey",
        stableKey: "stripe",
        name: "Stripe",
        globalSecrets: { apiKey: secret("stripe", "stays") },
      },
    },
    {
      type: "TestCredentials",
      name: "stripe-test",
      args: { connection: { $resource: "stripe" }, secrets: { apiKey: secret("stripe-test", end) } },
    },
    {
      type: "TestCredentials",
      name: "by-hand-test",
      args: {
        connection: "made-by-hand",
        values: { scopes: `files.${plain}` },
        secrets: { clientSecret: secret("dropbox-test", end) },
      },
    },
    {
      type: "EmbeddedWorkflowFlag",
      name: "by-hand-flag",
      args: { connection: "made-by-hand", enabled: true },
    },
    {
      type: "OrganizationCustomerConnection",
      name: "postgres",
      args: {
        component: "postgres",
        stableKey: "postgres",
        name: "PostgreSQL",
        globalValues: { host: "db.example", requireSSL: true },
      },
    },
    {
      type: "CustomerCredentials",
      name: "globex",
      args: { connection: { $resource: "postgres" }, customer: "globex", name: "Main", ...database },
    },
    {
      type: "CustomerCredentialsSet",
      name: "others",
      args: {
        connection: { $resource: "postgres" },
        customers: { initech: login("initech"), hooli: login("hooli", "stays") },
      },
    },
  ];
}
