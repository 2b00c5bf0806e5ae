import { expect, test } from "vitest";
import { definitionWith, trigger } from "./testing/definitions.ts";
import { client, oneTenant, type Client, type Json } from "./testing/harness.ts";

const flow = (name: string, endpointSecurityType: string) => ({
  name,
  endpointSecurityType,
  steps: [trigger],
});
const definition = definitionWith({
  flows: [flow("Orders", "customer_required"), flow("Stock", "unsecured")],
  requiredConfigVars: [{ key: "Acme", dataType: "connection", useScopedConfigVar: "acme" }],
});
const seed = oneTenant({
  customers: [{ externalId: "globex", name: "Globex" }],
  connections: [
    { stableKey: "acme", name: "Acme", component: "acme", variableScope: "customer", managedBy: "org" },
  ],
  credentials: [
    { connection: "acme", isTest: true },
    { connection: "acme", customer: "globex" },
  ],
  integrations: [{ definition }],
  instances: [{ name: "One", customer: "globex", integration: "Alerts" }],
});

const selection = `id versionNumber
  flows { nodes { id name endpointSecurityType } }
  systemInstance { id name isSystem enabled lastDeployedAt deployedVersion needsDeploy integration { id }
    customer { externalId } flowConfigs { nodes { flow { name } apiKeys } }
    configVariables { nodes { customerConfigVariable { isTest } } } }`;

const draft = async (tenant: Client): Promise<Json> =>
  (await tenant.data(`{ integrations { nodes { ${selection} } } }`)).integrations.nodes[0];

test("the test instance runs the draft, from every import on", async () => {
  const tenant = await client({ seed });
  const before = await draft(tenant);
  expect(before.systemInstance).toMatchObject({
    name: "Alerts",
    isSystem: true,
    enabled: true,
    deployedVersion: before.versionNumber,
    needsDeploy: false,
    integration: { id: before.id },
    customer: { externalId: null },
    configVariables: { nodes: [{ customerConfigVariable: { isTest: true } }] },
  });
  await tenant.admin("POST", "clock", { advanceSeconds: 60 });
  await tenant.mutate("publishIntegration", { id: before.id });
  const imported = await tenant.mutate(
    "importIntegration",
    { definition, integrationId: before.id },
    `integration { ${selection} }`,
  );
  const after = imported.integration;
  expect([after.versionNumber, after.systemInstance.deployedVersion]).toEqual([3, 3]);
  expect(Date.parse(after.systemInstance.lastDeployedAt)).toBeGreaterThanOrEqual(
    Date.parse(before.systemInstance.lastDeployedAt) + 60_000,
  );
});

test("test instances are in every list of instances that does not leave them out", async () => {
  const tenant = await client({ seed });
  const { id, systemInstance } = await draft(tenant);
  const data = await tenant.data(
    `query ($id: ID!, $instance: ID!) {
      tests: instances(integration: $id, isSystem: true) { nodes { id } }
      all: instances { nodes { isSystem } }
      integration(id: $id) { instances { nodes { isSystem } } }
      instance(id: $instance) { isSystem }
      customers { nodes { name instances { nodes { isSystem } } } }
      customerConfigVariables { nodes { isTest instances { nodes { isSystem } } } }
    }`,
    { id, instance: systemInstance.id },
  );
  const both = { nodes: [{ isSystem: false }, { isSystem: true }] };
  expect(data).toEqual({
    tests: { nodes: [{ id: systemInstance.id }] },
    all: both,
    integration: { instances: both },
    instance: { isSystem: true },
    customers: { nodes: [{ name: "Globex", instances: { nodes: [{ isSystem: false }] } }] },
    customerConfigVariables: {
      nodes: [
        { isTest: true, instances: { nodes: [{ isSystem: true }] } },
        { isTest: false, instances: { nodes: [{ isSystem: false }] } },
      ],
    },
  });
});

test("the flows of the test instance and of others take keys, each flow its own", async () => {
  const tenant = await client({ seed });
  const { flows, systemInstance } = await draft(tenant);
  expect(flows.nodes.map(({ endpointSecurityType }) => endpointSecurityType)).toEqual([
    "CUSTOMER_REQUIRED",
    "UNSECURED",
  ]);
  const keys = "instance { id flowConfigs { nodes { flow { name } apiKeys } } }";
  const set = (id: string, flowId: string, apiKeys: string[]): Promise<Json> =>
    tenant.mutate("updateInstance", { id, flowConfigs: [{ flowId, apiKeys }], configMode: "INSTANCE" }, keys);
  const flowConfigs = (...apiKeys: string[]) => ({
    nodes: [
      { flow: { name: "Orders" }, apiKeys },
      { flow: { name: "Stock" }, apiKeys: [] },
    ],
  });
  const { id } = systemInstance;
  expect(await set(id, flows.nodes[0].id, ["KEY"])).toEqual({
    errors: [],
    instance: { id, flowConfigs: flowConfigs("KEY") },
  });
  expect((await draft(tenant)).systemInstance.flowConfigs).toEqual(flowConfigs("KEY"));

  const one = (
    await tenant.data(
      "{ instances(isSystem: false) { nodes { id integration { flows { nodes { id } } } } } }",
    )
  ).instances.nodes[0];
  expect((await set(one.id, one.integration.flows.nodes[0].id, ["OTHER"])).instance.flowConfigs).toEqual(
    flowConfigs("OTHER"),
  );
  expect((await set(one.id, flows.nodes[0].id, ["KEY"])).errors.map(({ field }) => field)).toEqual([
    "flowConfigs",
  ]);
  await expect(tenant.mutate("updateInstance", { id, name: "Tests" })).rejects.toThrow(
    /does not implement the input .*name/,
  );
  await expect(tenant.mutate("updateInstance", { id, configMode: "USER" })).rejects.toThrow(
    /does not implement the configMode/,
  );
});
