import { changeCredentials, mutate, removeCredentials } from "../../support/contents.ts";
import type { TestTenant } from "../../support/tenant.ts";
import { endOf, globally, removeConnection, secret, type LifeCase, type Stage } from "./case.ts";

const moved = (stableKey: string, stage: Stage): string =>
  stage === "replaced" ? `${stableKey}-moved` : stableKey;

async function setFlag(tenant: TestTenant, stableKey: string, enabled: boolean): Promise<void> {
  const { id } = await tenant.connection(stableKey);
  await mutate(tenant, "updateScopedConfigVariable", { id, defaultForComponent: enabled });
}

const globalValues: LifeCase = {
  title: "GlobalValues of a connection of the program",
  declare: (stage) => [
    {
      type: "OrganizationGlobalConnection",
      name: "separate",
      args: {
        stableKey: moved("separate", stage),
        name: "Separate",
        component: "twilio",
        connectionType: "apiKeySecret",
        separateGlobalValues: true,
      },
    },
    {
      type: "GlobalValues",
      name: "separate-values",
      args: {
        connection: { $resource: "separate" },
        values: { accountSid: `AC${endOf(stage)}` },
        secrets: { apiKey: secret("separate-key"), apiSecret: secret("separate", stage) },
      },
    },
  ],
  contents: (stage) => ({
    connections: {
      [moved("separate", stage)]: {
        values: { accountSid: `AC${endOf(stage)}`, apiKey: secret("separate-key"), apiSecret: "(set)" },
      },
    },
  }),
  refusal: {
    "separate-values": {
      kept: false,
      says: 'The global values of connection "separate" were not changed: Tenant',
    },
  },
  shows: { "separate-values": ["secretRevisions.apiSecret", "values.accountSid"] },
  drift: {
    happen: (tenant) =>
      tenant.change("separate", { inputs: { accountSid: "by-hand", apiSecret: "by-hand" } }),
    shown: { "separate-values": ['~ accountSid: "AC2" => "by-hand"', '+     [0]: "apiSecret"'] },
    resent: [secret("separate", "changed")],
  },
  loss: {
    happen: (tenant) => removeConnection(tenant, "separate"),
    created: ["separate", "separate-values"],
  },
  replaced: { separate: { from: "separate", to: "separate-moved" }, "separate-values": undefined },
};

const made = (stableKey: string, inputs: Record<string, string>) => ({
  stableKey,
  name: "Made by hand",
  component: "dropbox",
  variableScope: "customer" as const,
  managedBy: "customer" as const,
  inputs: Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, globally(value)])),
});

/** Values that the web app's form fills in by itself. */
const dropboxDefaults = {
  authorizeUrl: "https://www.dropbox.com/oauth2/authorize?token_access_type=offline",
  tokenUrl: "https://api.dropboxapi.com/oauth2/token",
};

const partsOfOthers: LifeCase = {
  title: "GlobalValues, TestCredentials and EmbeddedWorkflowFlag of connections that somebody else made",
  holds: {
    connections: [
      made("by-hand", dropboxDefaults),
      made("by-hand-moved", dropboxDefaults),
      made("by-hand-tested", { clientId: "by-hand" }),
      made("by-hand-tested-moved", { clientId: "by-hand" }),
    ],
  },
  declare: (stage) => [
    {
      type: "GlobalValues",
      name: "by-hand-values",
      args: {
        connection: moved("by-hand", stage),
        values: { clientId: `dropbox-${endOf(stage)}` },
        secrets: { clientSecret: secret("dropbox", stage) },
      },
    },
    {
      type: "TestCredentials",
      name: "by-hand-test",
      args: {
        connection: moved("by-hand-tested", stage),
        values: { scopes: `files.${endOf(stage)}` },
        secrets: { clientSecret: secret("dropbox-test", stage) },
      },
    },
    {
      type: "EmbeddedWorkflowFlag",
      name: "by-hand-flag",
      args: { connection: moved("by-hand-tested", stage), enabled: true },
    },
  ],
  contents(stage) {
    const values = {
      ...dropboxDefaults,
      clientId: `dropbox-${endOf(stage)}`,
      clientSecret: "(set)",
    };
    const isMoved = stage === "replaced";
    return {
      connections: {
        "by-hand": { values: isMoved ? dropboxDefaults : values },
        "by-hand-moved": { values: isMoved ? values : dropboxDefaults },
        "by-hand-tested": { values: { clientId: "by-hand" }, flag: !isMoved },
        "by-hand-tested-moved": { values: { clientId: "by-hand" }, flag: isMoved },
      },
      credentials: {
        [`${moved("by-hand-tested", stage)}/test`]: {
          scopes: `files.${endOf(stage)}`,
          clientSecret: "(set)",
        },
      },
    };
  },
  refusal: {
    "by-hand-values": {
      kept: false,
      says: 'The global values of connection "by-hand" were not changed: Tenant',
    },
    "by-hand-test": {
      kept: false,
      says: 'the test credentials of connection "by-hand-tested" were not created: Tenant',
    },
    "by-hand-flag": {
      kept: false,
      says: 'The flag for embedded workflows of connection "by-hand-tested" was not changed: Tenant',
    },
  },
  shows: {
    "by-hand-values": ["secretRevisions.clientSecret", "values.clientId"],
    "by-hand-test": ["secretRevisions.clientSecret", "values.scopes"],
  },
  drift: {
    async happen(tenant) {
      await tenant.change("by-hand", { inputs: { clientId: "by-hand" } });
      await changeCredentials(tenant, "by-hand-tested/test", { scopes: "by.hand", clientSecret: "other" });
      await setFlag(tenant, "by-hand-tested", false);
    },
    shown: {
      "by-hand-values": ['~ clientId: "dropbox-2" => "by-hand"'],
      "by-hand-test": ['~ scopes: "files.2" => "by.hand"', '+     [0]: "clientSecret"'],
      "by-hand-flag": ["~ enabled: true => false"],
    },
    resent: [secret("dropbox", "changed"), secret("dropbox-test", "changed")],
  },
  loss: {
    happen: (tenant) => removeCredentials(tenant, "by-hand-tested/test"),
    created: ["by-hand-test"],
  },
  replaced: { "by-hand-values": undefined, "by-hand-test": undefined, "by-hand-flag": undefined },
};

const partsOfOwn: LifeCase = {
  title: "TestCredentials and EmbeddedWorkflowFlag of a connection of the program",
  declare: (stage) => [
    {
      type: "OrganizationCustomerConnection",
      name: "sendgrid",
      args: { component: "sendgrid", stableKey: moved("sendgrid", stage), name: "SendGrid" },
    },
    {
      type: "TestCredentials",
      name: "sendgrid-test",
      args: { connection: { $resource: "sendgrid" }, secrets: { apiKey: secret("sendgrid-test", stage) } },
    },
    {
      type: "EmbeddedWorkflowFlag",
      name: "sendgrid-flag",
      args: { connection: { $resource: "sendgrid" }, enabled: stage !== "first" },
    },
  ],
  contents: (stage) => ({
    connections: {
      [moved("sendgrid", stage)]: { type: "sendgrid/apiKey", flag: stage !== "first", values: {} },
    },
    credentials: { [`${moved("sendgrid", stage)}/test`]: { apiKey: "(set)" } },
  }),
  refusal: {
    "sendgrid-test": {
      kept: false,
      says: 'the test credentials of connection "sendgrid" were not created: Tenant',
    },
    "sendgrid-flag": {
      kept: false,
      says: 'The flag for embedded workflows of connection "sendgrid" was not changed: Tenant',
    },
  },
  shows: { "sendgrid-test": ["secretRevisions.apiKey"], "sendgrid-flag": ["enabled"] },
  drift: {
    async happen(tenant) {
      await changeCredentials(tenant, "sendgrid/test", { apiKey: "other" });
      await setFlag(tenant, "sendgrid", false);
    },
    shown: { "sendgrid-test": ['+     [0]: "apiKey"'], "sendgrid-flag": ["~ enabled: true => false"] },
    resent: [secret("sendgrid-test", "changed")],
  },
  loss: {
    happen: (tenant) => removeConnection(tenant, "sendgrid"),
    created: ["sendgrid", "sendgrid-test", "sendgrid-flag"],
  },
  replaced: {
    sendgrid: { from: "sendgrid", to: "sendgrid-moved" },
    "sendgrid-test": undefined,
    "sendgrid-flag": undefined,
  },
};

const testCredentialsOfGlobal: LifeCase = {
  title: "TestCredentials that shield the organization's own credentials",
  declare: (stage) => [
    {
      type: "OrganizationGlobalConnection",
      name: "stripe",
      args: {
        component: "stripe",
        connectionType: "apiKey",
        stableKey: moved("stripe", stage),
        name: "Stripe",
        globalSecrets: { apiKey: secret("stripe") },
      },
    },
    {
      type: "TestCredentials",
      name: "stripe-test",
      args: { connection: { $resource: "stripe" }, secrets: { apiKey: secret("stripe-test", stage) } },
    },
  ],
  contents: (stage) => ({
    connections: { [moved("stripe", stage)]: { values: { apiKey: "(set)" } } },
    credentials: { [`${moved("stripe", stage)}/test`]: { apiKey: "(set)" } },
  }),
  refusal: {
    "stripe-test": {
      kept: false,
      says: 'the test credentials of connection "stripe" were not created: Tenant',
    },
  },
  shows: { "stripe-test": ["secretRevisions.apiKey"] },
  drift: {
    happen: (tenant) => changeCredentials(tenant, "stripe/test", { apiKey: "other" }),
    shown: { "stripe-test": ['+     [0]: "apiKey"'] },
    resent: [secret("stripe-test", "changed")],
  },
  loss: { happen: (tenant) => removeCredentials(tenant, "stripe/test"), created: ["stripe-test"] },
  replaced: { stripe: { from: "stripe", to: "stripe-moved" }, "stripe-test": undefined },
};

/** The life of what belongs to a connection and is a resource of its own. */
export const partCases = [globalValues, partsOfOthers, partsOfOwn, testCredentialsOfGlobal];
