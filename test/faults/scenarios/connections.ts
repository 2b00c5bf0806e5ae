import { endOf, moved, secret, type Scenario } from "../scenario.ts";

const customerConnection: Scenario = {
  type: "CustomerConnection",
  declare: (stage) => ({
    slack: {
      component: "slack",
      stableKey: "slack",
      name: "Slack",
      description: "Chat",
      embeddedWorkflows: true,
      ...(stage === "replaced"
        ? { connectionType: "webhookUrl", globalSecrets: { webhookUrl: secret("hook", stage) } }
        : {
            connectionType: "oauth2",
            globalValues: { clientId: `4711.${endOf(stage)}`, scopes: "chat:write" },
            globalSecrets: { clientSecret: secret("slack", stage), signingSecret: secret("signing") },
            testCredentials: { values: { isUser: stage === "first" ? "false" : "true" } },
            oauthRedirect: {
              success: `https://app.example/${endOf(stage)}`,
              failure: "https://app.example/sorry",
            },
          }),
    },
    dropbox: {
      component: "dropbox",
      stableKey: moved("dropbox", stage),
      name: `Dropbox ${endOf(stage)}`,
      globalValues: { clientId: "dropbox" },
      globalSecrets: { clientSecret: secret("dropbox", stage) },
    },
  }),
  names: { slack: ['"slack"'], dropbox: ['"dropbox"', '"dropbox-moved"'] },
};

const organizationCustomerConnection: Scenario = {
  type: "OrganizationCustomerConnection",
  declare: (stage) => ({
    acme: {
      component: "acme",
      stableKey: moved("acme", stage),
      name: `Acme ${endOf(stage)}`,
      testCredentials: { secrets: { api_key: secret("acme-test", stage) } },
      embeddedWorkflows: true,
    },
    postgres: {
      component: "postgres",
      stableKey: moved("postgres", stage),
      name: "PostgreSQL",
      globalValues: { host: `${endOf(stage)}.db.example`, requireSSL: true },
    },
  }),
  names: { acme: ['"acme"', '"acme-moved"'], postgres: ['"postgres"', '"postgres-moved"'] },
};

const organizationGlobalConnection: Scenario = {
  type: "OrganizationGlobalConnection",
  declare: (stage) => ({
    twilio: {
      component: "twilio",
      stableKey: "twilio",
      name: "Twilio",
      ...(stage === "replaced"
        ? {
            connectionType: "basic",
            globalValues: { username: "pulumi" },
            globalSecrets: { password: secret("twilio-basic") },
          }
        : {
            connectionType: "apiKeySecret",
            globalValues: { accountSid: `AC${endOf(stage)}` },
            globalSecrets: { apiKey: secret("twilio-key"), apiSecret: secret("twilio", stage) },
            testCredentials: {
              values: { accountSid: `ACtest${endOf(stage)}` },
              secrets: { apiKey: secret("twilio-test-key", stage), apiSecret: secret("twilio-test") },
            },
          }),
    },
    snowflake: {
      component: "snowflake",
      connectionType: "snowflakeKeyPairConnection",
      stableKey: moved("snowflake", stage),
      name: "Snowflake",
      globalValues: { username: "pulumi", accountIdentifier: `account-${endOf(stage)}` },
      globalSecrets: { privateKey: secret("key", stage), passphrase: secret("passphrase") },
    },
  }),
  names: { twilio: ['"twilio"'], snowflake: ['"snowflake"', '"snowflake-moved"'] },
};

const userConnection: Scenario = {
  type: "UserConnection",
  declare: (stage) => ({
    gmail: {
      component: "google-gmail",
      connectionType: "oauth2",
      stableKey: moved("gmail", stage),
      name: "Gmail",
      globalValues: { clientId: `gmail-${endOf(stage)}` },
      globalSecrets: { clientSecret: secret("gmail", stage) },
    },
    calls: {
      component: "openai",
      stableKey: moved("calls", stage),
      name: `Calls ${endOf(stage)}`,
      testCredentials: { values: { organization: "org" }, secrets: { apiKey: secret("calls", stage) } },
    },
  }),
  names: { gmail: ['"gmail"', '"gmail-moved"'], calls: ['"calls"', '"calls-moved"'] },
};

/** The four kinds of connections with their parts. */
export const connectionScenarios = [
  customerConnection,
  organizationCustomerConnection,
  organizationGlobalConnection,
  userConnection,
];
