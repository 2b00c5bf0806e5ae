import { describe, expect, test } from "vitest";
import { client, definitionUsing, madeConnection, oneTenant, type Client } from "../testing/harness.ts";

const connections = [
  { stableKey: "slack", name: "Slack", component: "slack", variableScope: "customer", managedBy: "customer" },
  { stableKey: "openai", name: "OpenAI", component: "openai", variableScope: "customer", managedBy: "org" },
  { stableKey: "acme", name: "Acme (own)", component: "acme", variableScope: "org", managedBy: "org" },
  { stableKey: "box", name: "Box", variableScope: "org", managedBy: "system" },
  {
    stableKey: "leaf",
    name: "Leaf",
    component: "openai",
    variableScope: "org",
    managedBy: "org",
    parent: "box",
  },
  {
    stableKey: "theirs",
    name: "Theirs",
    component: "openai",
    variableScope: "customer",
    managedBy: "customer",
    customer: "globex",
  },
] as const;
const seed = oneTenant({
  customers: [{ externalId: "globex", name: "Globex" }],
  connections: connections.map((connection) => ({ ...connection })),
  credentials: [{ connection: "slack", customer: "globex" }],
  integrations: [
    { definition: definitionUsing("Alerts", "slack", "openai") },
    { definition: definitionUsing("Draft", "slack"), versions: 0 },
  ],
  instances: [{ name: "Alerts for Globex", customer: "globex", integration: "Alerts" }],
  workflows: [{ name: "Nightly", stableKeys: ["openai"] }],
});

async function keys(tenant: Client, filters: string): Promise<string[]> {
  const data = await tenant.data(`{ scopedConfigVariables${filters} { nodes { stableKey } } }`);
  return data.scopedConfigVariables.nodes.map(({ stableKey }) => stableKey);
}

describe("the list of connections", () => {
  test.each([
    ["", ["slack", "openai", "acme", "box", "leaf"]],
    ["(includeCustomer: true)", ["slack", "openai", "acme", "box", "leaf", "theirs"]],
    ['(stableKey: "slack")', ["slack"]],
    ['(stableKey_In: ["slack", "acme", "none", null])', ["slack", "acme"]],
    ['(key: "OpenAI")', ["openai"]],
    ['(key_Icontains: "OWN")', ["acme"]],
    ['(managedBy: "org")', ["openai", "acme", "leaf"]],
    ["(managedBy: null)", ["slack", "openai", "acme", "box", "leaf"]],
    ['(managedBy_In: ["customer", "SYSTEM"])', ["slack", "box"]],
    ['(managedBy_In: ["org"], variableScope_In: ["org", "customer"])', ["openai", "acme", "leaf"]],
    ['(variableScope: "CUSTOMER")', ["slack", "openai"]],
    ['(variableScope_In: ["user"])', []],
    ['(status: "active")', ["openai", "acme", "box", "leaf"]],
    [
      '(connection_Component_In: [{ key: "acme", isPublic: false }, { key: "slack", isPublic: true }])',
      ["slack", "acme"],
    ],
    ['(connection_Component_In: [{ key: "acme", isPublic: true }])', []],
    ['(connection_Component_Label_Icontains: "slack")', ["slack"]],
    ["(sortBy: [{ field: KEY, direction: DESC }], first: 2)", ["slack", "openai"]],
  ])("with %s", async (filters, expected) => {
    expect(await keys(await client({ seed }), filters)).toEqual(expected);
  });

  test("goes page by page, a hundred at most", async () => {
    const many = Array.from({ length: 120 }, (_, index) => ({
      stableKey: `key-${index}`,
      name: "OpenAI",
      component: "openai",
      variableScope: "org" as const,
      managedBy: "org" as const,
    }));
    const tenant = await client({ seed: oneTenant({ connections: many }) });
    const first = await tenant.data(
      '{ scopedConfigVariables(first: 500, after: "") { totalCount nodes { id } pageInfo { hasNextPage endCursor } } }',
    );
    const { nodes, pageInfo, totalCount } = first.scopedConfigVariables;
    expect([nodes.length, totalCount, pageInfo.hasNextPage]).toEqual([100, 120, true]);
    const rest = await keys(tenant, `(after: "${pageInfo.endCursor}")`);
    expect(rest).toEqual(many.slice(100).map(({ stableKey }) => stableKey));
  });

  test("can be asked for by ids", async () => {
    const tenant = await client();
    const a = await madeConnection(tenant, { stableKey: "a" });
    await madeConnection(tenant, { stableKey: "b" });
    expect(await keys(tenant, `(id_In: ["${a.id}", "nothing"])`)).toEqual(["a"]);
  });
});

test("a connection knows what depends on it", async () => {
  const tenant = await client({ seed });
  const data = await tenant.data(`{ scopedConfigVariables { nodes {
    stableKey isInUse hasDeployedInstances
    instances { totalCount nodes { name isSystem customer { externalId } integration { name versionNumber } } }
    integrations { nodes { name } } versions: integrations(allVersions: true) { totalCount }
    workflows { nodes { name } }
    customerConfigVariables { totalCount } customers { nodes { externalId } }
    requiredConfigVariables { nodes { key integration { name } } }
  } } }`);
  const [slack, openai, acme] = data.scopedConfigVariables.nodes;
  expect(slack).toMatchObject({
    isInUse: true,
    hasDeployedInstances: true,
    instances: {
      totalCount: 3,
      nodes: [
        {
          name: "Alerts for Globex",
          isSystem: false,
          customer: { externalId: "globex" },
          integration: { name: "Alerts", versionNumber: 1 },
        },
        // This list has no filter that leaves out the instances in which drafts are tested.
        { name: "Alerts", isSystem: true, integration: { name: "Alerts", versionNumber: 2 } },
        { name: "Draft", isSystem: true, integration: { name: "Draft", versionNumber: 1 } },
      ],
    },
    integrations: { nodes: [{ name: "Alerts" }, { name: "Draft" }] },
    versions: { totalCount: 3 },
    customerConfigVariables: { totalCount: 1 },
    customers: { nodes: [{ externalId: "globex" }] },
  });
  expect(openai.workflows.nodes).toEqual([{ name: "Nightly" }]);
  expect(openai.requiredConfigVariables.nodes[0]).toEqual({
    key: "openai variable",
    integration: { name: "Alerts" },
  });
  expect(acme).toMatchObject({ isInUse: false, hasDeployedInstances: false, instances: { totalCount: 0 } });
});

test("an id that leads nowhere is null in a query, with an error that says so", async () => {
  const { body } = await (await client()).request('{ scopedConfigVariable(id: "x") { id } }');
  expect(body).toMatchObject({
    data: { scopedConfigVariable: null },
    errors: [{ message: "Record not found" }],
  });
});
