import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isTenantError, openTenantReads, type TenantReads } from "../provider/src/tenantReads.ts";
import { mutate } from "./support/contents.ts";
import { namesConnections, saveCredentials } from "./support/inUse.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const CANARY = "canary-Lw90-of-a-tenant";
/** A value that has the form of a secret under a name that has not. */
const TOKEN = `xoxb-1234567890-${CANARY}`;

const GLOBAL = JSON.stringify({ managedBy: "org", inputScope: "org" });

let tenant: TestTenant;

const open = (requests?: number): TenantReads => {
  const settings = new Map(Object.entries({ ...tenant.config, ...tenant.secrets }));
  return openTenantReads((name) => settings.get(`prismatic:${name}`), {
    requestShare: 100,
    requests,
    env: {},
  });
};

async function create(stableKey: string, values: Record<string, string>): Promise<void> {
  const { components } = await tenant.query<{
    components: { nodes: { connections: { nodes: { id: string; key: string }[] } }[] };
  }>('query { components(key: "slack") { nodes { connections { nodes { id key } } } } }');
  const connection = components.nodes[0]?.connections.nodes.find(({ key }) => key === "oauth2")?.id;
  const inputs = Object.entries(values).map(([name, value]) => ({
    name,
    type: "value",
    value,
    meta: GLOBAL,
  }));
  await mutate(tenant, "createScopedConfigVariable", {
    ...{ key: stableKey, stableKey, connection, inputs },
    ...{ managedBy: "customer", variableScope: "customer" },
  });
}

beforeAll(async () => {
  tenant = await startTenant({ holds: namesConnections });
  await create("busy", { clientId: "4711", clientSecret: CANARY, scopes: TOKEN });
  await create("idle", { clientId: "4712" });
  await saveCredentials(tenant, "busy", { isUser: "false" });
});
afterAll(() => tenant.dispose());

describe("An overview of a tenant", () => {
  it("has the plain values, and of secrets only that they are set", async () => {
    const reads = open();
    const { connections } = await reads.overview({ values: true, uses: true });
    reads.stop();
    expect(connections).toMatchObject([
      {
        ...{ stableKey: "busy", kind: "CustomerConnection", component: "slack", type: "oauth2" },
        uses: { instances: 2, workflows: 1, customers: 3 },
        // A password reads back; a token gives itself away by its form.
        secrets: ["clientSecret", "scopes"],
      },
      { stableKey: "idle", uses: { instances: 0, integrations: 0, workflows: 0, customers: 0 }, secrets: [] },
    ]);
    expect(connections.map(({ values }) => [...(values ?? [])])).toEqual([
      [["clientId", "4711"]],
      [["clientId", "4712"]],
    ]);
    expect([...(connections[0]?.integrations ?? [])]).toEqual([["Alerts", 2]]);
    const everything = connections.map((each) => ({ ...each, values: [...(each.values ?? [])] }));
    expect(JSON.stringify(everything)).not.toContain(CANARY);
  });

  it("has the states of all customers' credentials, without a value", async () => {
    await tenant.clearRequests();
    const reads = open();
    const { credentials } = await reads.overview({ uses: true });
    reads.stop();
    expect(credentials.map(({ stableKey, customer }) => [stableKey, customer])).toEqual([
      ["busy", "globex"],
      ["busy", "hooli"],
      ["busy", "initech"],
    ]);
    const sent = (await tenant.requests()).filter(({ path }) => path === "/api");
    expect(sent.every(({ kind }) => kind === "query")).toBe(true);
    expect(sent.map(({ operationName }) => operationName).toSorted()).toEqual([
      ...["ListConnectionUses", "ListConnections", "ListStatesOfCredentials", "WhoAmI"],
    ]);
  });

  it("is given up where its budget of requests is used up", async () => {
    const reads = open(2);
    const failure = await reads.overview({ values: true, uses: true }).catch((error: unknown) => error);
    reads.stop();
    expect(isTenantError(failure)).toBe(true);
    expect(String(failure)).toContain("the budget of 2 requests is used up, so the rest was not read");
  });
});
