import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createIntegration, integrationsOf } from "./support/integrations.ts";
import { reasons, startProvider, type Provider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const slack = { component: "slack", connectionType: "oauth2", name: "Slack" };
const connections = [
  { ...slack, stableKey: "of-users", variableScope: "user", managedBy: "org" },
  { ...slack, stableKey: "of-customers", variableScope: "customer", managedBy: "customer" },
  { ...slack, stableKey: "box", variableScope: "org", managedBy: "system" },
] as const;

const own =
  "connection: { key: oauth2, component: { key: slack, isPublic: true, version: LATEST } }, inputs: {}";
const reusable = (stableKey: string) => `useScopedConfigVar: ${stableKey}`;

/** A definition with one config variable: on a page that customers or users fill in, or in a headless integration. */
const definition = (name: string, place: "users" | "customers" | "headless", content: string) => `
definitionVersion: 7
name: ${name}
requiredConfigVars:
  - { key: Chat, dataType: connection, ${content}${place === "headless" ? ", userLevelConfigured: true" : ""} }
configPages: ${
  place === "headless"
    ? "[]"
    : `[{ name: Page, userLevelConfigured: ${place === "users"}, elements: [{ type: configVar, value: Chat }] }]`
}
flows: []
`;

describe("A user connection", () => {
  let tenant: TestTenant;
  let provider: Provider;
  const none = { inputs: {} };

  beforeAll(async () => {
    tenant = await startTenant({ holds: { connections: [...connections] } });
    provider = await startProvider(tenant);
  });
  afterAll(async () => {
    await provider?.[Symbol.asyncDispose]();
    await tenant?.dispose();
  });

  async function foundDefinition(name: string): Promise<string> {
    const found = (await integrationsOf(tenant)).find((integration) => integration.name === name);
    return found?.definition ?? "";
  }

  it.each(["users", "headless"] as const)("passes untouched where %s set it", async (place) => {
    const { outputs } = await createIntegration(
      provider.integration,
      definition(`Kept ${place}`, place, reusable("of-users")),
    );
    expect(outputs).toMatchObject({ name: `Kept ${place}` });
    expect(provider.integration.stdout).not.toContain("Warning");
  });

  it.each([
    { text: definition("Refused", "customers", reusable("of-users")), path: "definition" },
    {
      text: definition("Refused", "customers", own),
      connections: { Chat: { stableKey: "of-users" } },
      path: "connections.Chat",
    },
  ])("is refused elsewhere, at $path", async ({ text, path, connections }) => {
    const args = { definition: text, ...(connections && { connections }) };
    const [reason] = await reasons(provider.integration, none, args);
    expect(reason).toMatch(new RegExp(`^${path}: .*no user sets "Chat".*userLevelConfigured: true`));
  });

  it.each(["users", "headless"] as const)(
    "takes the place of one's own where %s set it, and back",
    async (place) => {
      const name = `Way ${place}`;
      await createIntegration(provider.integration, definition(name, place, own), {
        connections: { Chat: { stableKey: "of-users" } },
      });
      const there = await foundDefinition(name);
      expect(there).toMatch(/useScopedConfigVar"?: "?of-users/);
      if (place === "users") expect(there).toMatch(/value"?: "?Chat/);
      const back = `Back ${place}`;
      const shared = definition(back, place, reusable("of-users"));
      const integrationSpecific = { component: "slack", connectionType: "oauth2" };
      await createIntegration(provider.integration, shared, {
        connections: { Chat: { integrationSpecific } },
      });
      const again = await foundDefinition(back);
      expect(again).not.toContain("of-users");
      expect(again).toMatch(/key"?: "?oauth2/);
      expect(again).toMatch(/userLevelConfigured"?: true/);
    },
  );
});

describe("Where each user sets a connection, one that all users share", () => {
  it.each(["refused", "ignored"] as const)("is noted, and %s as the tenant says", async (setting) => {
    await using tenant = await startTenant({
      holds: { connections: [...connections] },
      switches: { "reusable-on-user-page": setting },
    });
    await using provider = await startProvider(tenant);
    const text = definition("Shared", "users", reusable("of-customers"));
    const creating = createIntegration(provider.integration, text);
    if (setting === "refused") await expect(creating).rejects.toThrow("cannot use reusable connection");
    else await creating;
    expect(provider.integration.stdout).toContain('Warning: in integration "Shared", each user sets "Chat"');
  });

  it("may not be the container of a build-only connection, nor may any other", async () => {
    await using tenant = await startTenant({ holds: { connections: [...connections] } });
    await using provider = await startProvider(tenant);
    for (const place of ["users", "customers"] as const) {
      const args = { definition: definition("Box", place, reusable("box")), allowBuildOnly: true };
      const [reason] = await reasons(provider.integration, { inputs: {} }, args);
      expect(reason).toContain('"box" of');
      expect(reason).toContain("is a build-only connection's container");
    }
  });
});
