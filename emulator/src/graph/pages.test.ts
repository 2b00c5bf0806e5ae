import { describe, expect, test } from "vitest";
import { definitionWith } from "../testing/definitions.ts";
import { client, oneTenant, type Client, type Json } from "../testing/harness.ts";

const seed = oneTenant({
  customers: Array.from({ length: 120 }, (_, index) => ({
    externalId: `c${index}`,
    name: `Customer ${String(index).padStart(3, "0")}`,
  })),
});

async function customers(tenant: Client, args: string): Promise<{ names: string[]; after: string }> {
  const data = await tenant.data(`{ customers(${args}) { nodes { name } pageInfo { endCursor } } }`);
  return {
    names: data.customers.nodes.map(({ name }) => name),
    after: data.customers.pageInfo.endCursor,
  };
}

const byName = "sortBy: { field: NAME, direction: ASC }";

async function remove(tenant: Client, name: string): Promise<void> {
  const data = await tenant.data(`{ customers(name: "${name}") { nodes { id } } }`);
  await tenant.mutate("deleteCustomer", { id: data.customers.nodes[0].id });
}

test("a first page is asked for by an empty cursor, or by none", async () => {
  const tenant = await client({ seed });
  const first = await customers(tenant, "first: 2");
  expect(first.names).toEqual(["Customer 000", "Customer 001"]);
  expect(await customers(tenant, 'first: 2, after: ""')).toEqual(first);
  expect(await customers(tenant, "first: 2, after: null")).toEqual(first);
  expect((await customers(tenant, "offset: 0")).names).toHaveLength(100);
});

test("a page that is too large is cut, or refused where that is the setting", async () => {
  const tenant = await client({ seed });
  expect((await customers(tenant, "first: 101")).names).toHaveLength(100);
  await tenant.set({ "page-too-large": "refused" });
  await expect(customers(tenant, "first: 101")).rejects.toThrow('\\"first\\" must not be larger than 100');
  expect((await customers(tenant, "first: 100")).names).toHaveLength(100);
});

describe("the pages of a list", () => {
  const all = async (tenant: Client, order: string): Promise<string[]> => {
    const { names, after } = await customers(tenant, `after: "" ${order}`);
    return [...names, ...(await customers(tenant, `after: "${after}" ${order}`)).names];
  };

  test.each(["position" as const, "key" as const])(
    "by %s hold all of it once where it is sorted",
    async (cursors) => {
      const tenant = await client({ seed, switches: { cursors, "unsorted-order": "unstable" } });
      const expected = seed.stacks[0]!.tenants[0]!.customers!.map(({ name }) => name);
      for (const order of [byName, byName.replace("sortBy", "orderBy")]) {
        expect(await all(tenant, order)).toEqual(expected);
      }
      const newestFirst =
        "sortBy: [{ field: CREATED_AT, direction: DESC }, { field: NAME, direction: DESC }]";
      expect(await all(tenant, newestFirst)).toEqual(expected.toReversed());
    },
  );

  test("miss some of it where it is not sorted and the order is unstable", async () => {
    const tenant = await client({ seed });
    expect(new Set(await all(tenant, "")).size).toBe(120);
    await tenant.set({ "unsorted-order": "unstable" });
    expect(new Set(await all(tenant, "")).size).toBeLessThan(120);
  });
});

describe("between two pages", () => {
  const changes = {
    "one that was read is deleted": (tenant: Client) => remove(tenant, "Customer 001"),
    "the last one that was read is deleted": (tenant: Client) => remove(tenant, "Customer 002"),
    "one comes that belongs before": (tenant: Client) =>
      tenant.mutate("createCustomer", { name: "Customer 000a" }),
  };
  test.each([
    ["one that was read is deleted", "Customer 004", "Customer 003"],
    ["the last one that was read is deleted", "Customer 004", "Customer 003"],
    ["one comes that belongs before", "Customer 002", "Customer 003"],
  ] as const)("%s: positions move, keys do not", async (change, byPosition, byKey) => {
    for (const [cursors, expected] of Object.entries({ position: byPosition, key: byKey })) {
      const tenant = await client({ seed, switches: { cursors: cursors as "key" | "position" } });
      const { after } = await customers(tenant, `first: 3, ${byName}`);
      await changes[change](tenant);
      expect((await customers(tenant, `first: 1, after: "${after}", ${byName}`)).names).toEqual([expected]);
    }
  });

  test("a cursor by key means nothing where its record is gone and there is no order", async () => {
    const tenant = await client({ seed, switches: { cursors: "key", "unsorted-order": "unstable" } });
    const { names, after } = await customers(tenant, "first: 3");
    await remove(tenant, names[2]!);
    await expect(customers(tenant, `after: "${after}"`)).rejects.toThrow('Invalid cursor in \\"after\\"');
    await tenant.set({ cursors: "position" });
    await expect(customers(tenant, `after: "${after}"`)).rejects.toThrow('Invalid cursor in \\"after\\"');
  });
});

describe("lists are filtered and sorted:", () => {
  const connection = (stableKey: string, component: string) => ({
    stableKey,
    name: stableKey,
    component,
    variableScope: "customer" as const,
    managedBy: "org" as const,
  });
  const mixed = oneTenant({
    customers: [{ externalId: "globex", name: "Globex" }],
    connections: [connection("slack", "slack"), connection("ai", "openai")],
    credentials: [
      { connection: "slack", customer: "globex", name: "main", status: "PENDING" },
      { connection: "ai", isTest: true },
    ],
    integrations: [
      { definition: definitionWith({ labels: ["Order Alerts"], category: "Ops" }), versions: 3 },
      { definition: definitionWith({ name: "Stock" }), versions: 1 },
    ],
    instances: [{ name: "One", customer: "globex", integration: "Alerts" }],
  });

  const found = async (list: string, field: string): Promise<string[]> => {
    const tenant = await client({ seed: mixed });
    const data = await tenant.data(`{ data: ${list} { nodes { ${field} } } }`);
    return data.data.nodes.map((node) => Reflect.get(node, field) as string);
  };

  const credentials = "customerConfigVariables";
  test.each<[list: string, field: string, expected: unknown[]]>([
    [`${credentials}(connection_Component_Label_Icontains: "SLA")`, "key", ["main"]],
    [`${credentials}(scopedConfigVariable_StableKey_Icontains: "a", isTest: true)`, "isTest", [true]],
    [`${credentials}(status_In: ["pending"])`, "key", ["main"]],
    [`${credentials}(key_Isnull: true)`, "isTest", [true]],
    [`${credentials}(sortBy: [{ field: COMPONENT_LABEL, direction: ASC }])`, "isTest", [true, false]],
    ['scopedConfigVariables(variableScope: "customer", managedBy_In: ["org"])', "stableKey", ["slack", "ai"]],
    [
      "scopedConfigVariables(sortBy: { field: COMPONENT_LABEL, direction: ASC })",
      "stableKey",
      ["ai", "slack"],
    ],
    ['integrations(labels_Contains: "order alerts")', "name", ["Alerts"]],
    ['integrations(labels_Icontains: "ORDER", category_Icontains: "op")', "name", ["Alerts"]],
    ["integrations(hasUnpublishedChanges: true)", "name", []],
    [
      'integrations(name: "Alerts", allVersions: true, versionIsAvailable: true, sortBy: [{ field: VERSION_NUMBER, direction: DESC }])',
      "versionNumber",
      [3, 2, 1],
    ],
    ["instances(instanceType: INTEGRATION, isSystem: false)", "name", ["One"]],
    ['instances(labels_Contains: "none")', "name", []],
    ["instances(sortBy: { field: CATEGORY, direction: DESC }, first: 1)", "name", ["One"]],
  ])("%s", async (list, field, expected) => {
    expect(await found(list, field)).toEqual(expected);
  });

  test("instances are those of every version of an integration", async () => {
    const tenant = await client({ seed: mixed });
    const { integrations } = await tenant.data("{ integrations { nodes { name versionSequenceId } } }");
    const [alerts, stock] = integrations.nodes.map(
      (node) => Reflect.get(node, "versionSequenceId") as string,
    );
    const count = async (id: string | undefined): Promise<Json> =>
      (
        await tenant.data(
          `{ instances(integration_VersionSequenceId: "${id}", isSystem: false) { totalCount } }`,
        )
      ).instances.totalCount;
    expect([await count(alerts), await count(stock)]).toEqual([1, 0]);
  });
});

test("labels are stored in lower case, wherever they come from", async () => {
  const tenant = await client({ seed: oneTenant({}) });
  const { integration } = await tenant.mutate(
    "importIntegration",
    { definition: definitionWith({ labels: ["Compatibility A"] }) },
    "integration { id labels }",
  );
  expect(integration.labels).toEqual(["compatibility a"]);
  const { customer } = await tenant.mutate(
    "createCustomer",
    { name: "Globex", labels: ["Compatibility A", null] },
    "customer { id labels }",
  );
  expect(customer.labels).toEqual(["compatibility a"]);
  const updated = await tenant.mutate(
    "updateCustomer",
    { id: customer.id, labels: ["B"] },
    "customer { labels }",
  );
  expect(updated.customer.labels).toEqual(["b"]);
});
