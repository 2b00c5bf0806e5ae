import { afterEach, describe, expect, it } from "vitest";
import { TenantSession } from "../provider/src/tenant/session.ts";
import { resolveSettings } from "../provider/src/tenant/settings.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const seeds = Array.from({ length: 230 }, (_, index) => ({
  stableKey: `key-${String(index).padStart(3, "0")}`,
  name: `Number ${index}`,
  component: "openai",
  variableScope: "org" as const,
  managedBy: "org" as const,
}));
const customers = seeds.map(({ stableKey, name }) => ({ externalId: stableKey, name }));
const keys = seeds.map(({ stableKey }) => stableKey);

describe("A list of several pages", () => {
  let tenant: TestTenant;

  afterEach(() => tenant?.dispose());

  const session = (): TenantSession => {
    const config: Record<string, string> = { ...tenant.config, ...tenant.secrets };
    return new TenantSession(resolveSettings((name) => config[`prismatic:${name}`], {}));
  };

  it.each([
    { "unsorted-order": "creation", cursors: "position", "page-too-large": "capped" },
    { "unsorted-order": "unstable", cursors: "key", "page-too-large": "refused" },
    { "unsorted-order": "unstable", cursors: "position", "page-too-large": "refused" },
  ] as const)("is complete and in order with %j", async (switches) => {
    tenant = await startTenant({ holds: { connections: seeds, customers }, switches });
    const found = session();
    expect((await found.connections.all()).map(({ stableKey }) => stableKey)).toEqual(keys);
    expect((await found.customers.all()).map(({ externalId }) => externalId)).toEqual(keys);
    const components = await found.components.all();
    expect(new Set(components.map(({ id }) => id)).size).toBe(components.length);
    expect(components.map(({ key }) => key)).toContain("slack");
  });
});

describe("A connection that a list lacks", () => {
  it("is asked for before it counts as gone, and once", async () => {
    await using tenant = await startTenant({ holds: { connections: seeds.slice(0, 1) } });
    const config: Record<string, string> = { ...tenant.config, ...tenant.secrets };
    const session = new TenantSession(resolveSettings((name) => config[`prismatic:${name}`], {}));
    await session.connections.all();
    const made = await tenant.query<{
      createScopedConfigVariable: { scopedConfigVariable: { id: string } };
    }>(
      `mutation { createScopedConfigVariable(input: { key: "Late", stableKey: "late", variableScope: "org", managedBy: "org",
        connection: "${await connectionTypeOf(tenant)}" }) { scopedConfigVariable { id } errors { messages } } }`,
    );
    const { id } = made.createScopedConfigVariable.scopedConfigVariable;
    expect(await session.connections.byId(id)).toMatchObject({ stableKey: "late" });
    expect(await session.connections.byId("gone")).toBeUndefined();
    await tenant.clearRequests();
    expect(await session.connections.byId("gone")).toBeUndefined();
    expect(await tenant.requests()).toEqual([]);
  });

  async function connectionTypeOf(tenant: TestTenant): Promise<string> {
    const { scopedConfigVariables } = await tenant.query<{
      scopedConfigVariables: { nodes: { connection: { id: string } }[] };
    }>(`query { scopedConfigVariables { nodes { connection { id } } } }`);
    return scopedConfigVariables.nodes[0]?.connection.id ?? "";
  }
});
