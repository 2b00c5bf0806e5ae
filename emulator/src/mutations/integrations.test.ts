import { expect, test } from "vitest";
import { definitionWith, fixture, fixtureNames } from "../testing/definitions.ts";
import { client, oneTenant, type Client, type Json } from "../testing/harness.ts";

const seed = oneTenant({
  customers: [{ externalId: "globex", name: "Globex" }],
  integrations: [
    { definition: definitionWith({ requiredConfigVars: [{ key: "Region", dataType: "string" }] }) },
  ],
  instances: [
    { name: "One", customer: "globex", integration: "Alerts", configVariables: { Region: "eu" } },
    { name: "Two", customer: "globex", integration: "Alerts", deployed: false },
  ],
});

const fields = `integration { id name description category labels avatarUrl customer { externalId } parent { name }
  hasUnpublishedChanges versionSequence { nodes { name } }
  testConfigVariables { nodes { value requiredConfigVariable { key } } } }`;

const change = (tenant: Client, mutation: string, input: object): Promise<Json> =>
  tenant.mutate(mutation, input, fields);

const alerts = async (tenant: Client): Promise<string> =>
  (await tenant.data("{ integrations { nodes { id } } }")).integrations.nodes[0].id;

test("an update changes the draft and what it is tested with, and leaves versions as they were", async () => {
  const tenant = await client({ seed });
  const id = await alerts(tenant);
  const { data } = await tenant.data("{ data: customers { nodes { id } } }");
  const { errors, integration } = await change(tenant, "updateIntegration", {
    id,
    name: "Warnings",
    description: "Of all kinds",
    category: "Ops",
    labels: ["New"],
    customer: data.nodes[0].id,
    avatarUrl: "https://acme.example/a.png",
    testConfigVariables: [{ key: "Region", value: "us" }],
  });
  expect(errors).toEqual([]);
  expect(integration).toMatchObject({
    name: "Warnings",
    description: "Of all kinds",
    category: "Ops",
    labels: ["new"],
    customer: { externalId: "globex" },
    avatarUrl: "https://acme.example/a.png",
    hasUnpublishedChanges: true,
    versionSequence: { nodes: [{ name: "Alerts" }] },
    testConfigVariables: { nodes: [{ value: "us", requiredConfigVariable: { key: "Region" } }] },
  });
  const unknown = { id, testConfigVariables: [{ key: "Regoin", value: "us" }] };
  expect((await change(tenant, "updateIntegration", unknown)).errors[0].messages).toEqual([
    '"Regoin" is not a config variable of the integration.',
  ]);
  expect((await change(tenant, "updateIntegration", { id, definition: "name: [" })).errors[0].field).toBe(
    "definition",
  );
});

test("an integration is deleted once it has no instances", async () => {
  const tenant = await client({ seed });
  const id = await alerts(tenant);
  const { instances } = await tenant.data("{ instances(isSystem: false) { nodes { id } } }");
  expect((await change(tenant, "deleteIntegration", { id })).errors).toEqual([
    { field: "__all__", messages: ["The integration has 2 instances, so it cannot be deleted."] },
  ]);
  for (const { id: instance } of instances.nodes) await tenant.mutate("deleteInstance", { id: instance });
  expect((await change(tenant, "deleteIntegration", { id })).errors).toEqual([]);
  await expect(change(tenant, "deleteIntegration", { id })).rejects.toThrow("Record not found");
});

test("an integration is created empty, or forked from the draft of another", async () => {
  const tenant = await client({ seed });
  const created = await change(tenant, "createIntegration", { name: "Empty", description: "Nothing yet" });
  expect([created.errors, created.integration]).toMatchObject([
    [],
    { name: "Empty", description: "Nothing yet", parent: null, versionSequence: { nodes: [] } },
  ]);
  const fork = { parent: await alerts(tenant), name: "Alerts 2", description: "A fork" };
  expect((await change(tenant, "forkIntegration", fork)).integration).toMatchObject({
    name: "Alerts 2",
    parent: { name: "Alerts" },
    testConfigVariables: { nodes: [{ requiredConfigVariable: { key: "Region" } }] },
  });
  expect((await change(tenant, "forkIntegration", fork)).errors[0].messages).toEqual([
    'An integration with the name "Alerts 2" already exists.',
  ]);
});

test("a definition is validated without a tenant's components and connections", async () => {
  const tenant = await client();
  const validate = (definition: string): Promise<Json> =>
    tenant.mutate("validateIntegrationSchema", { definition }, "result { isValid }");
  for (const name of fixtureNames) {
    expect(await validate(fixture(name))).toEqual({ errors: [], result: { isValid: true } });
  }
  const { errors, result } = await validate(
    definitionWith({ configPages: [{ name: "One" }], flows: undefined }),
  );
  expect(result.isValid).toBe(false);
  expect(errors[0].messages).toEqual([
    expect.stringContaining("configPages[0].elements: "),
    expect.stringContaining("flows: "),
  ]);
});
