import { expect, test } from "vitest";
import {
  client,
  definitionUsing,
  oneTenant,
  updateConnection,
  type Client,
  type Json,
} from "./testing/harness.ts";

const seed = oneTenant({
  customers: ["globex", "initech"].map((externalId) => ({ externalId, name: externalId })),
  connections: [
    { stableKey: "openai", name: "AI", component: "openai", variableScope: "customer", managedBy: "org" },
    { stableKey: "other", name: "AI 2", component: "openai", variableScope: "org", managedBy: "org" },
  ],
  credentials: [{ connection: "openai", customer: "globex" }],
  integrations: [
    { definition: definitionUsing("Chat", "openai"), versions: 2 },
    { definition: definitionUsing("Mail", "other") },
  ],
  instances: [
    { name: "Chat globex", customer: "globex", integration: "Chat" },
    { name: "Chat initech", customer: "initech", integration: "Chat" },
    { name: "Mail globex", customer: "globex", integration: "Mail", enabled: false },
  ],
});

const instances = async (tenant: Client, filter = "(isSystem: false)"): Promise<Json> =>
  (
    await tenant.data(
      `{ instances${filter} { nodes { id name needsDeploy lastDeployedAt deployedVersion } } }`,
    )
  ).instances.nodes;

const stale = async (tenant: Client): Promise<string[]> =>
  (await instances(tenant, "(needsDeploy: true)")).map(({ name }) => name);

const idOf = async (tenant: Client, list: string): Promise<string> =>
  (await tenant.data(`{ data: ${list} { nodes { id } } }`)).data.nodes[0].id;

const inputs = [{ name: "apiKey", value: "new" }];

test("instances keep running on what they were deployed with until they are deployed again", async () => {
  const tenant = await client({ seed });
  const id = await idOf(tenant, 'scopedConfigVariables(stableKey: "openai")');
  await updateConnection(tenant, { id, key: "Renamed" });
  expect(await stale(tenant)).toEqual([]);
  await updateConnection(tenant, { id, inputs });
  expect(await stale(tenant)).toEqual(["Chat globex", "Chat initech"]);
  const before = (await instances(tenant)).map(({ lastDeployedAt }) => Date.parse(lastDeployedAt));
  await tenant.admin("POST", "clock", { advanceSeconds: 60 });
  await updateConnection(tenant, { id, inputs, redeploy: true });
  expect(await stale(tenant)).toEqual([]);
  const after = (await instances(tenant)).map(({ lastDeployedAt }) => Date.parse(lastDeployedAt));
  // The third is of another connection.
  const moved = after.map((time, index) => time - before[index]!);
  expect(moved.map((milliseconds) => milliseconds >= 60_000)).toEqual([true, true, false]);
  expect(moved[2]).toBe(0);
});

test("new values reach instances at once where that is the setting", async () => {
  const tenant = await client({ seed, switches: { "values-reach-instances": "at-once" } });
  await updateConnection(tenant, {
    id: await idOf(tenant, 'scopedConfigVariables(stableKey: "openai")'),
    inputs,
  });
  expect(await stale(tenant)).toEqual([]);
});

test("a customer's new values concern that customer's instances", async () => {
  const tenant = await client({ seed });
  const id = await idOf(tenant, "customerConfigVariables");
  await tenant.mutate("updateCustomerConfigVariable", { id, inputs });
  expect(await stale(tenant)).toEqual(["Chat globex"]);
  await tenant.mutate("updateInstancesUsingCustomerConfigVariable", { id });
  expect(await stale(tenant)).toEqual([]);
});

test("all instances of an integration move to its latest version", async () => {
  const tenant = await client({ seed });
  const id = await idOf(tenant, 'integrations(name: "Chat")');
  const updated = await tenant.mutate("bulkUpdateInstancesToLatestIntegrationVersion", { id });
  expect(updated.errors).toEqual([]);
  expect((await instances(tenant)).map(({ deployedVersion }) => deployedVersion)).toEqual([2, 2, 1]);
});

test.each([
  ["(enabled: false)", ["Mail globex"]],
  ['(customer_ExternalId: "initech")', ["Chat initech"]],
  ['(name_Icontains: "chat", isSystem: false)', ["Chat globex", "Chat initech"]],
  ['(name_Icontains: "chat")', ["Chat globex", "Chat initech", "Chat"]],
  ["(isSystem: false, sortBy: [{ field: NAME, direction: DESC }], first: 1)", ["Mail globex"]],
])("instances%s", async (filter, expected) => {
  const tenant = await client({ seed });
  expect((await instances(tenant, filter)).map(({ name }) => name)).toEqual(expected);
});

test("an integration shows its draft, its versions, its connections and its instances", async () => {
  const tenant = await client({ seed });
  const { integrations } = await tenant.data(`{ integrations { nodes {
    name versionNumber versionIsAvailable deployedInstances definition
    versionSequence(versionIsAvailable: true) { nodes { id versionNumber } }
    versionAt(latestAvailable: true) { versionNumber }
    scopedConfigVariables { nodes { stableKey } } instances(isSystem: false) { totalCount }
  } } }`);
  expect(integrations.nodes[0]).toMatchObject({
    name: "Chat",
    versionNumber: 3,
    versionIsAvailable: false,
    deployedInstances: "MULTIPLE",
    versionSequence: { nodes: [{ versionNumber: 2 }, { versionNumber: 1 }] },
    versionAt: { versionNumber: 2 },
    scopedConfigVariables: { nodes: [{ stableKey: "openai" }] },
    instances: { totalCount: 2 },
  });
  const { id } = integrations.nodes[0].versionSequence.nodes[1];
  expect(
    (await tenant.data(`{ integration(id: "${id}") { versionNumber } }`)).integration.versionNumber,
  ).toBe(1);
});

test("an instance that cannot be deployed runs on as it did, and what deploys it by name says why", async () => {
  const tenant = await client({ seed });
  const fails = (times: number): Promise<Json> =>
    tenant.admin("POST", "faults", {
      match: { instance: "Chat globex" },
      times,
      action: { type: "deploymentFails", messages: ["A config variable has no value."] },
    });
  const [globex, initech] = await instances(tenant);
  await tenant.admin("POST", "clock", { advanceSeconds: 60 });
  await fails(3);
  const connection = await idOf(tenant, 'scopedConfigVariables(stableKey: "openai")');
  expect((await updateConnection(tenant, { id: connection, inputs, redeploy: true })).errors).toEqual([]);
  const [failed, deployed] = await instances(tenant);
  expect([failed.lastDeployedAt, await stale(tenant)]).toEqual([globex.lastDeployedAt, ["Chat globex"]]);
  expect(Date.parse(deployed.lastDeployedAt)).toBeGreaterThanOrEqual(
    Date.parse(initech.lastDeployedAt) + 60_000,
  );

  const refused = await tenant.mutate("deployInstance", { id: globex.id }, "instance { needsDeploy }");
  expect(refused.errors).toEqual([{ field: "__all__", messages: ["A config variable has no value."] }]);
  const results = "result { instances { instanceId updated redeployed messages } }";
  const credentials = { id: await idOf(tenant, "customerConfigVariables") };
  const using = "updateInstancesUsingCustomerConfigVariable";
  expect((await tenant.mutate(using, credentials, results)).result.instances).toEqual([
    {
      instanceId: globex.id,
      updated: true,
      redeployed: false,
      messages: ["A config variable has no value."],
    },
  ]);
  expect((await tenant.mutate(using, credentials, results)).result.instances).toEqual([
    { instanceId: globex.id, updated: true, redeployed: true, messages: [] },
  ]);

  await fails(1);
  await tenant.mutate("bulkUpdateInstancesToLatestIntegrationVersion", {
    id: await idOf(tenant, 'integrations(name: "Chat")'),
  });
  expect(await stale(tenant)).toEqual(["Chat globex"]);
  const payload = await tenant.mutate("deployInstance", { id: globex.id }, "instance { needsDeploy }");
  expect([payload.errors, payload.instance]).toEqual([[], { needsDeploy: false }]);
});
