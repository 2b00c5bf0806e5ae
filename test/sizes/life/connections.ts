import { changeCredentials, mutate, removeCredentials } from "../../support/contents.ts";
import type { Declared, ResourceType } from "../../support/declaration.ts";
import { endOf, removeConnection, secret, type LifeCase, type Stage } from "./case.ts";

const moved = (stableKey: string, stage: Stage): string =>
  stage === "replaced" ? `${stableKey}-moved` : stableKey;

const one = (type: ResourceType, name: string, args: Record<string, unknown>): Declared[] => [
  { type, name, args },
];

const noTestCredentials = (stableKey: string) => ({
  kept: true,
  says: `The test credentials of connection "${stableKey}" were not changed: Tenant`,
});

const customerConnection: LifeCase = {
  title: "CustomerConnection with all its parts inline",
  declare: (stage) =>
    one("CustomerConnection", "slack", {
      component: "slack",
      stableKey: "slack",
      name: "Slack",
      description: "Chat",
      embeddedWorkflows: true,
      redeployInstances: "never",
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
    }),
  contents: (stage) => ({
    connections: {
      slack: {
        kind: "customer/customer",
        type: stage === "replaced" ? "slack/webhookUrl" : "slack/oauth2",
        name: "Slack",
        description: "Chat",
        flag: true,
        ...(stage === "replaced"
          ? { values: { webhookUrl: secret("hook", stage) } }
          : {
              redirect: {
                success: `https://app.example/${endOf(stage)}`,
                failure: "https://app.example/sorry",
              },
              values: {
                clientId: `4711.${endOf(stage)}`,
                scopes: "chat:write",
                clientSecret: "(set)",
                signingSecret: "(set)",
              },
            }),
      },
    },
    credentials: stage === "replaced" ? {} : { "slack/test": { isUser: String(stage !== "first") } },
  }),
  refusal: { slack: noTestCredentials("slack") },
  shows: {
    slack: [
      "globalValues.clientId",
      "oauthRedirect.success",
      "secretRevisions.clientSecret",
      "testCredentials.values.isUser",
    ],
  },
  drift: {
    async happen(tenant) {
      await mutate(tenant, "updateScopedConfigVariable", {
        id: (await tenant.connection("slack")).id,
        defaultForComponent: false,
        oAuthRedirectConfig: { oAuthSuccessRedirectUri: "https://by.hand/" },
      });
      await changeCredentials(tenant, "slack/test", { isUser: "by hand" });
      await tenant.change("slack", { inputs: { clientId: "by-hand", clientSecret: "by-hand" } });
    },
    shown: {
      slack: [
        '~ clientId: "4711.2" => "by-hand"',
        "~ embeddedWorkflows: true => false",
        '~ success: "https://app.example/2" => "https://by.hand/"',
        '~ isUser: "true" => "by hand"',
      ],
    },
    resent: [secret("slack", "changed"), secret("signing")],
  },
  loss: { happen: (tenant) => removeConnection(tenant, "slack"), created: ["slack"] },
  replaced: { slack: { from: "slack", to: "slack" } },
};

const organizationCustomerConnection: LifeCase = {
  title: "OrganizationCustomerConnection with test credentials and the flag inline",
  declare: (stage) =>
    one("OrganizationCustomerConnection", "acme", {
      component: "acme",
      stableKey: moved("acme", stage),
      name: `Acme ${endOf(stage)}`,
      testCredentials: { secrets: { api_key: secret("acme-test", stage) } },
      embeddedWorkflows: true,
    }),
  contents: (stage) => ({
    connections: {
      [moved("acme", stage)]: {
        kind: "customer/org",
        type: "acme/acmeApiKey",
        name: `Acme ${endOf(stage)}`,
        flag: true,
        values: {},
      },
    },
    credentials: { [`${moved("acme", stage)}/test`]: { api_key: "(set)" } },
  }),
  refusal: { acme: noTestCredentials("acme") },
  shows: { acme: ["name", "secretRevisions.testCredentials.api_key"] },
  drift: {
    async happen(tenant) {
      await changeCredentials(tenant, "acme/test", { api_key: "other" });
      await tenant.change("acme", { key: "By hand" });
    },
    shown: { acme: ['~ name: "Acme 2" => "By hand"', '+     [0]: "testCredentials.api_key"'] },
    resent: [secret("acme-test", "changed")],
  },
  loss: { happen: (tenant) => removeConnection(tenant, "acme"), created: ["acme"] },
  replaced: { acme: { from: "acme", to: "acme-moved" } },
};

const organizationGlobalConnection: LifeCase = {
  title: "OrganizationGlobalConnection with credentials and test credentials inline",
  declare: (stage) =>
    one("OrganizationGlobalConnection", "twilio", {
      component: "twilio",
      stableKey: "twilio",
      name: "Twilio",
      redeployInstances: "onChange",
      ...(stage === "replaced"
        ? {
            connectionType: "basic",
            globalValues: { username: "pulumi" },
            globalSecrets: { password: secret("twilio-basic") },
            testCredentials: {
              values: { username: "tester" },
              secrets: { password: secret("twilio-basic-test") },
            },
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
    }),
  contents: (stage) => ({
    connections: {
      twilio: {
        kind: "org/org",
        type: stage === "replaced" ? "twilio/basic" : "twilio/apiKeySecret",
        flag: false,
        values:
          stage === "replaced"
            ? { username: "pulumi", password: "(set)" }
            : { accountSid: `AC${endOf(stage)}`, apiKey: secret("twilio-key"), apiSecret: "(set)" },
      },
    },
    credentials: {
      "twilio/test":
        stage === "replaced"
          ? { username: "tester", password: "(set)" }
          : {
              accountSid: `ACtest${endOf(stage)}`,
              apiKey: secret("twilio-test-key", stage),
              apiSecret: "(set)",
            },
    },
  }),
  refusal: { twilio: noTestCredentials("twilio") },
  shows: {
    twilio: [
      "globalValues.accountSid",
      "secretRevisions.apiSecret",
      "secretRevisions.testCredentials.apiKey",
      "testCredentials.values.accountSid",
    ],
  },
  drift: {
    happen: (tenant) => removeCredentials(tenant, "twilio/test"),
    shown: { twilio: ['+     [0]: "testCredentials"', "- testCredentials: {"] },
    resent: [secret("twilio-test"), secret("twilio-test-key", "changed")],
  },
  loss: { happen: (tenant) => removeConnection(tenant, "twilio"), created: ["twilio"] },
  replaced: { twilio: { from: "twilio", to: "twilio" } },
};

const readableSecret: LifeCase = {
  title: "OrganizationGlobalConnection with a secret that the tenant gives back",
  declare: (stage) =>
    one("OrganizationGlobalConnection", "snowflake", {
      stableKey: "snowflake",
      name: "Snowflake",
      ...(stage === "replaced"
        ? {
            component: { key: "openai", public: true },
            globalValues: { organization: "org" },
            globalSecrets: { apiKey: secret("openai") },
          }
        : {
            component: "snowflake",
            connectionType: "snowflakeKeyPairConnection",
            globalValues: { username: "pulumi", accountIdentifier: `account-${endOf(stage)}` },
            globalSecrets: { privateKey: secret("key", stage), passphrase: secret("passphrase") },
          }),
    }),
  contents: (stage) => ({
    connections: {
      snowflake: {
        kind: "org/org",
        type: stage === "replaced" ? "openai/openAiApiKey" : "snowflake/snowflakeKeyPairConnection",
        values:
          stage === "replaced"
            ? { organization: "org", apiKey: "(set)" }
            : {
                username: "pulumi",
                accountIdentifier: `account-${endOf(stage)}`,
                privateKey: secret("key", stage),
                passphrase: "(set)",
              },
      },
    },
  }),
  refusal: {},
  shows: { snowflake: ["globalValues.accountIdentifier", "secretRevisions.privateKey"] },
  drift: {
    happen: (tenant) => tenant.change("snowflake", { inputs: { privateKey: "by-hand" } }),
    shown: { snowflake: ["- privateKey: [secret]"] },
    resent: [secret("key", "changed"), secret("passphrase")],
  },
  loss: { happen: (tenant) => removeConnection(tenant, "snowflake"), created: ["snowflake"] },
  replaced: { snowflake: { from: "snowflake", to: "snowflake" } },
};

const userConnection: LifeCase = {
  title: "UserConnection",
  declare: (stage) =>
    one("UserConnection", "gmail", {
      component: "google-gmail",
      connectionType: "oauth2",
      stableKey: moved("gmail", stage),
      name: "Gmail",
      globalValues: { clientId: `gmail-${endOf(stage)}` },
      globalSecrets: { clientSecret: secret("gmail", stage) },
    }),
  contents: (stage) => ({
    connections: {
      [moved("gmail", stage)]: {
        kind: "user/org",
        type: "google-gmail/oauth2",
        values: { clientId: `gmail-${endOf(stage)}`, clientSecret: "(set)" },
      },
    },
  }),
  refusal: {},
  shows: { gmail: ["globalValues.clientId", "secretRevisions.clientSecret"] },
  drift: {
    happen: (tenant) => tenant.change("gmail", { key: "By hand", description: "Nobody declared it" }),
    shown: { gmail: ['~ name: "Gmail" => "By hand"'] },
  },
  loss: { happen: (tenant) => removeConnection(tenant, "gmail"), created: ["gmail"] },
  replaced: { gmail: { from: "gmail", to: "gmail-moved" } },
};

/** The life of each kind of connection. */
export const connectionCases = [
  customerConnection,
  organizationCustomerConnection,
  organizationGlobalConnection,
  readableSecret,
  userConnection,
];
