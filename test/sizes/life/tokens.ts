import { expect } from "vitest";
import { mutate } from "../../support/contents.ts";
import type { TestTenant } from "../../support/tenant.ts";
import { endOf, globally, removeConnection, secret, type LifeCase, type Stage } from "./case.ts";

const moved = (stableKey: string, stage: Stage): string =>
  stage === "replaced" ? `${stableKey}-moved` : stableKey;

const byHand = (stableKey: string) => ({
  stableKey,
  name: "Made by hand",
  component: "dropbox",
  variableScope: "customer" as const,
  managedBy: "customer" as const,
  inputs: { clientId: globally("by-hand") },
});

interface Authorization {
  id: string;
  status: string;
  meta: string | null;
}

/** The authorizations of the case, by connection; that of test credentials is `mail/test`. */
async function authorizations(tenant: TestTenant): Promise<Map<string, Authorization>> {
  const { connections, credentials } = await tenant.query<{
    connections: { nodes: (Authorization & { stableKey: string })[] };
    credentials: { nodes: (Authorization & { of: { stableKey: string } })[] };
  }>(`query { connections: scopedConfigVariables { nodes { id status meta stableKey } }
    credentials: customerConfigVariables(isTest: true) { nodes { id status meta of: scopedConfigVariable { stableKey } } } }`);
  return new Map<string, Authorization>([
    ...connections.nodes.map((each) => [each.stableKey, each] as const),
    ...credentials.nodes.map((each) => [`${each.of.stableKey}/test`, each] as const),
  ]);
}

/** Life of tokens that come from elsewhere: of the organization's own connection, and of test credentials. */
export const tokensCase: LifeCase = {
  title: "oauthTokens, so that no person has to authorize a connection or test credentials",
  holds: { connections: [byHand("by-hand-token"), byHand("by-hand-token-moved")] },
  declare: (stage) => [
    {
      type: "OrganizationGlobalConnection",
      name: "files",
      args: {
        component: "dropbox",
        stableKey: moved("files", stage),
        name: "Files",
        globalValues: { clientId: "files" },
        globalSecrets: { clientSecret: secret("files") },
        oauthTokens: {
          accessToken: secret("files-access", stage),
          refreshToken: secret("files-refresh"),
          expiresIn: 3600,
        },
      },
    },
    {
      type: "CustomerConnection",
      name: "mail",
      args: {
        component: "google-gmail",
        connectionType: "oauth2",
        stableKey: moved("mail", stage),
        name: "Mail",
        globalValues: { clientId: "mail" },
        globalSecrets: { clientSecret: secret("mail") },
        testCredentials: { oauthTokens: { accessToken: secret("mail-access", stage) } },
      },
    },
    {
      type: "TestCredentials",
      name: "by-hand-token-test",
      args: {
        connection: moved("by-hand-token", stage),
        values: { scopes: `files.${endOf(stage)}` },
        secrets: { clientSecret: secret("by-hand-token") },
        oauthTokens: { accessToken: secret("by-hand-access", stage) },
      },
    },
  ],
  contents: (stage) => ({
    connections: {
      [moved("files", stage)]: { kind: "org/org", values: { clientId: "files", clientSecret: "(set)" } },
      [moved("mail", stage)]: { kind: "customer/customer", values: { clientId: "mail" } },
      "by-hand-token": { values: { clientId: "by-hand" } },
      "by-hand-token-moved": { values: { clientId: "by-hand" } },
    },
    credentials: {
      [`${moved("mail", stage)}/test`]: {},
      [`${moved("by-hand-token", stage)}/test`]: { scopes: `files.${endOf(stage)}`, clientSecret: "(set)" },
    },
  }),
  async verify(tenant, stage) {
    const all = await authorizations(tenant);
    const tokens = {
      [moved("files", stage)]: "files-access",
      [`${moved("mail", stage)}/test`]: "mail-access",
      [`${moved("by-hand-token", stage)}/test`]: "by-hand-access",
    };
    for (const [place, token] of Object.entries(tokens)) {
      const { status, meta } = all.get(place) ?? {};
      expect(status, place).toBe("ACTIVE");
      if (tenant.switches["token-in-meta"] === "hidden") expect(meta, place).not.toContain("access");
      else expect(meta, place).toContain(secret(token, stage));
    }
  },
  refusal: {
    files: { kept: true, says: 'The tokens of connection "files" were not set: Tenant' },
    mail: {
      kept: true,
      says: 'The test credentials of connection "mail" were not changed: Tenant',
    },
    "by-hand-token-test": {
      kept: false,
      says: 'the test credentials of connection "by-hand-token" were not created: Tenant',
    },
  },
  shows: {
    files: ["secretRevisions.oauthTokens.accessToken"],
    mail: ["secretRevisions.testCredentials.oauthTokens.accessToken"],
    "by-hand-token-test": ["secretRevisions.oauthTokens.accessToken", "values.scopes"],
  },
  drift: {
    async happen(tenant) {
      const all = await authorizations(tenant);
      const lose = async (place: string, field: string, status: string) =>
        mutate(tenant, field, { id: all.get(place)?.id, status });
      await lose("files", "updateScopedOAuth2Connection", "error");
      await lose("mail/test", "updateCustomerOAuth2Connection", "pending");
      await lose("by-hand-token/test", "updateCustomerOAuth2Connection", "failed");
    },
    shown: {
      files: ['+     [0]: "oauthTokens"'],
      mail: ['+     [0]: "testCredentials.oauthTokens"'],
      "by-hand-token-test": ['+     [0]: "oauthTokens"'],
    },
  },
  loss: {
    happen: (tenant) => removeConnection(tenant, "files"),
    created: ["files"],
  },
  replaced: {
    files: { from: "files", to: "files-moved" },
    mail: { from: "mail", to: "mail-moved" },
    "by-hand-token-test": undefined,
  },
};
