import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { resolveComponent } from "../provider/src/resources/reference/connectionType.ts";
import { TenantSession } from "../provider/src/tenant/session.ts";
import { resolveSettings } from "../provider/src/tenant/settings.ts";
import { mutate, removeCredentials } from "./support/contents.ts";
import { checkAndCreate, startProvider } from "./support/provider.ts";
import { startPagingProxy, type PagingProxy } from "./support/pagingProxy.ts";
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

describe("What slips to a page that was read already, because something before it goes,", () => {
  const names = ["a", "b", "c", "d", "e", "f", "g"];
  const acme = { component: "acme", variableScope: "customer", managedBy: "org" } as const;
  const definition = (name: string) =>
    `definitionVersion: 7\nname: ${name}\nflows: []\nrequiredConfigVars: []\nconfigPages: []\n`;
  let tenant: TestTenant;
  let proxy: PagingProxy;
  let session: TenantSession;

  beforeEach(async () => {
    tenant = await startTenant({
      holds: {
        customers: names.map((name) => ({ externalId: name, name: `Customer ${name}` })),
        connections: [
          ...names.map((name) => ({ ...acme, stableKey: name, name })),
          { component: "slack", stableKey: "users", name: "Users", variableScope: "user", managedBy: "org" },
        ],
        credentials: names.map((customer) => ({ connection: "g", customer, inputs: { api_key: "hush" } })),
        integrations: names.map((name) => ({ definition: definition(name), versions: 1 })),
        instances: names.map((name) => ({ name, customer: name, integration: "g" })),
      },
      switches: { cursors: "position" },
    });
    proxy = await startPagingProxy(tenant);
    session = new TenantSession(resolveSettings((name) => proxy.config[`prismatic:${name}`], {}));
  });
  afterEach(async () => {
    session.stop();
    await proxy[Symbol.asyncDispose]();
    await tenant.dispose();
  });

  it("is there: a connection by its stable key and by its id", async () => {
    proxy.afterFirstPage("ListConnections", () => tenant.remove("a"));
    const { id } = await tenant.connection("d");
    // The list lacks it.
    expect((await session.connections.all()).map(({ stableKey }) => stableKey)).not.toContain("d");
    expect(await session.connections.byStableKey("d")).toMatchObject({ id });
    expect((await session.connections.byId(id))?.stableKey).toBe("d");
    expect((await session.connections.all()).map(({ stableKey }) => stableKey)).toContain("d");
    await tenant.clearRequests();
    const absent = ["x", "y", "z"].map((key) => session.connections.byStableKey(key));
    expect(await Promise.all(absent)).toEqual([undefined, undefined, undefined]);
    expect(await session.connections.byStableKey("x")).toBeUndefined();
    expect((await tenant.requests()).map(({ operationName }) => operationName)).toEqual(["FindConnections"]);
  });

  it("is there: a customer by external id and by id", async () => {
    const { customers } = await tenant.query<{ customers: { nodes: { id: string; externalId: string }[] } }>(
      "query { customers { nodes { id externalId } } }",
    );
    const idOf = (name: string) => customers.nodes.find(({ externalId }) => externalId === name)?.id ?? "";
    // Customers with instances stay; credentials go with theirs.
    proxy.afterFirstPage("ListCustomers", async () => {
      await removeInstances(["a"]);
      await mutate(tenant, "deleteCustomer", { id: idOf("a") });
    });
    expect((await session.customers.all()).map(({ externalId }) => externalId)).not.toContain("d");
    expect(await session.customers.find("d")).toMatchObject({ externalId: "d" });
    const again = new TenantSession(resolveSettings((name) => proxy.config[`prismatic:${name}`], {}));
    proxy.afterFirstPage("ListCustomers", async () => {
      await removeInstances(["b"]);
      await mutate(tenant, "deleteCustomer", { id: idOf("b") });
    });
    await again.customers.all();
    expect(await again.customers.find(idOf("e"))).toMatchObject({ externalId: "e" });
    expect(await again.customers.find("nobody")).toBeUndefined();
    again.stop();
  });

  it("is there: credentials of a customer", async () => {
    const { id } = await tenant.connection("g");
    const ids = await Promise.all(
      ["d", "g"].map(async (name) => (await session.customers.find(name))?.id ?? ""),
    );
    proxy.afterFirstPage("FindCustomerCredentials", () => removeCredentials(tenant, "g/a"));
    const listed = await session.credentials.ofCustomers(id, ids, ids.length);
    expect(listed.map(({ customer }) => customer?.externalId)).toEqual(expect.arrayContaining(["d", "g"]));
  });

  it("is there: an integration by its name", async () => {
    const [first] = await session.integrations.findAgain("a", undefined);
    proxy.afterFirstPage("ListIntegrations", () => mutate(tenant, "deleteIntegration", { id: first?.id }));
    expect((await session.integrations.all()).map(({ name }) => name)).not.toContain("d");
    expect(await session.integrations.named("d", undefined)).toMatchObject([{ name: "d" }]);
    expect(await session.integrations.named("x", undefined)).toEqual([]);
  });

  it("is there: a component, after another one got a new version", async () => {
    proxy.afterFirstPage("ListComponents", () =>
      tenant.publishInput("acme", "acmeApiKey", { key: "region" }),
    );
    const listed = (await session.components.withConnections()).map(({ key }) => key);
    const all = await tenant.query<{ components: { nodes: { key: string }[] } }>(
      "query { components(hasConnections: true) { nodes { key } } }",
    );
    const missing = all.components.nodes.map(({ key }) => key).filter((key) => !listed.includes(key));
    expect(missing).toHaveLength(1);
    const { key = "" } = all.components.nodes.find((each) => each.key === missing[0]) ?? {};
    expect(await resolveComponent(session, key)).toMatchObject({ key });
  });

  it("is there: an instance that an earlier list had", async () => {
    const [integration] = await session.integrations.named("g", undefined);
    const before = await session.integrations.instancesOf(integration?.id ?? "");
    expect(before).toHaveLength(names.length);
    proxy.afterFirstPage("ListIntegrationInstances", () => removeInstances(["a"]));
    const now = await session.integrations.instancesOf(integration?.id ?? "");
    // The one that goes was read before it went.
    expect(now.map(({ name }) => name).toSorted()).toEqual(names);
  });

  it("is there: test credentials of a user connection, for their resource and for its", async () => {
    const user = await session.connections.byStableKey("users");
    const made = user && (await session.connections.createTestCredentials(user, []));
    const later = new TenantSession(resolveSettings((name) => proxy.config[`prismatic:${name}`], {}));
    for (const name of ["d", "e", "f", "g"]) await tenant.remove(name);
    // Both are on the second page, and move to the first.
    proxy.afterFirstPage("ListConnections", async () => {
      for (const name of ["a", "b", "c"]) await tenant.remove(name);
    });
    expect(await later.credentials.byId(made?.id ?? "")).toMatchObject({ id: made?.id, isTest: true });
    const found = await later.connections.byId(user?.id ?? "");
    expect(found?.customerConfigVariables.nodes).toMatchObject([{ id: made?.id }]);
    later.stop();
  });

  it("is there: a customer that a set would skip, and credentials that a refresh would miss", async () => {
    await using provider = await startProvider({ config: proxy.config, secrets: {} });
    const customers = Object.fromEntries(
      names.slice(1).map((name) => [name, { secrets: { api_key: "hush-2" } }]),
    );
    const args = { connection: { stableKey: "f" }, customers, onMissingCustomer: "skip" };
    const found = await tenant.query<{ customers: { nodes: { id: string; externalId: string }[] } }>(
      "query { customers { nodes { id externalId } } }",
    );
    proxy.afterFirstPage("ListCustomers", async () => {
      await removeInstances(["a"]);
      await mutate(tenant, "deleteCustomer", { id: found.customers.nodes[0]?.id });
    });
    const made = await checkAndCreate(provider.credentialsSet, args);
    expect(made.outputs).toMatchObject({ counts: { customers: 6, skipped: 0 } });

    proxy.afterFirstPage("FindCustomerCredentials", () => removeCredentials(tenant, "f/b"));
    const { outputs } = await provider.credentialsSet.read(made.id, made.outputs);
    // The one that goes was read before it went.
    expect(outputs).toMatchObject({ counts: { customers: 6, skipped: 0 } });
    expect(outputs).not.toHaveProperty("drifted");
  });

  async function removeInstances(ofCustomers: string[]): Promise<void> {
    const { instances } = await tenant.query<{ instances: { nodes: { id: string; name: string }[] } }>(
      "query { instances(isSystem: false) { nodes { id name } } }",
    );
    const going = instances.nodes.filter(({ name }) => ofCustomers.includes(name));
    for (const { id } of going) await mutate(tenant, "deleteInstance", { id });
  }
});
