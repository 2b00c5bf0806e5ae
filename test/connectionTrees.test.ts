import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allConnections, importables } from "../provider/src/cli/importables.ts";
import { importRequest } from "../provider/src/cli/importRequest.ts";
import { findConnection } from "../provider/src/lookups/find.ts";
import { TenantSession } from "../provider/src/tenant/session.ts";
import { resolveSettings } from "../provider/src/tenant/settings.ts";
import { reasons, startProvider, type Provider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const slack = { component: "slack", connectionType: "oauth2", name: "Slack" };
const ofUsers = { ...slack, variableScope: "user", managedBy: "org" } as const;
const ofAll = { component: "openai", name: "OpenAI", variableScope: "org", managedBy: "org" } as const;

const connections = [
  { ...ofUsers, stableKey: "chat" },
  { ...ofUsers, stableKey: "chat-tests", parent: "chat" },
  { ...ofUsers, stableKey: "chat-of-me", parent: "chat", managedBy: "user", user: "operator@test.example" },
  { ...ofAll, stableKey: "box", managedBy: "system" },
  { ...ofAll, stableKey: "built", parent: "box" },
  { ...ofAll, stableKey: "of-globex", customer: "globex" },
  { ...ofAll, stableKey: "shared" },
] as const;

const apart = {
  box: "is a build-only connection's container",
  built: "is a build-only connection, which",
  "chat-of-me": "is one user's own credential below a user connection",
  "chat-tests": "holds the test credentials of a user connection",
  "of-globex": "belongs to the customer Globex alone",
};

describe.each(["null", "root"] as const)(
  "In a tenant whose lone connections are %s in their tree,",
  (place) => {
    let tenant: TestTenant;
    let provider: Provider;
    let session: TenantSession;

    beforeAll(async () => {
      tenant = await startTenant({
        holds: { customers: [{ externalId: "globex", name: "Globex" }], connections: [...connections] },
        switches: { "standalone-tree-location": place },
      });
      provider = await startProvider(tenant);
      const config: Record<string, string> = { ...tenant.config, ...tenant.secrets };
      session = new TenantSession(resolveSettings((name) => config[`prismatic:${name}`], {}));
    });
    afterAll(async () => {
      await provider?.[Symbol.asyncDispose]();
      await tenant?.dispose();
    });

    it("a list holds the organization's own connections alone", async () => {
      const all = await session.connections.all();
      expect(all.map(({ stableKey }) => stableKey)).toEqual(["chat", "shared"]);
    });

    it("an export brings those alone, and says what it leaves out", async () => {
      const { imported, skipped } = await allConnections(session);
      expect(imported.map(({ type, name }) => `${type} ${name}`)).toEqual([
        "UserConnection chat",
        "OrganizationGlobalConnection shared",
      ]);
      expect(skipped).toHaveLength(3);
      expect(skipped[0]).toContain(`"box" of ${session.tenant} ${apart.box}`);
      expect(skipped[1]).toContain(`"built" of ${session.tenant} ${apart.built}`);
      expect(skipped[2]).toBe("connections that belong to customers: 1.");
    });

    it.each(Object.entries(apart))(
      "%s is told as what it is wherever it is named",
      async (stableKey, says) => {
        await expect(findConnection(session, stableKey)).rejects.toThrow(says);
        await expect(importables(session, [importRequest(stableKey)])).rejects.toThrow(says);
        const none = { inputs: {} };
        const named = await reasons(provider.values, none, { connection: { stableKey }, values: {} });
        expect(named).toEqual([expect.stringContaining(says)]);
        const declared = await reasons(provider.customer, none, { ...slack, stableKey });
        expect(declared).toEqual([expect.stringContaining(says)]);
        expect(declared[0]).toMatch(/^stableKey: .*another stable key/);
      },
    );

    it("what is not there is explained by connections alone", async () => {
      await expect(findConnection(session, "chats")).rejects.toThrow('Did you mean "chat"?');
      await expect(findConnection(session, "warehouse")).rejects.toThrow("It has: chat, shared.");
    });
  },
);
