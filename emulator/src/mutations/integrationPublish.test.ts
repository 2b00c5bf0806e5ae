import { parse } from "yaml";
import { expect, test } from "vitest";
import { client, definitionUsing, oneTenant, type Client, type Json } from "../testing/harness.ts";
import { fixture } from "../testing/definitions.ts";

const connections = ["acme-api-key", "other"].map((stableKey) => ({
  stableKey,
  name: stableKey,
  component: "acme",
  variableScope: "org" as const,
  managedBy: "org" as const,
}));
const seed = oneTenant({ connections });

const importing = async (tenant: Client, definition: string, integrationId?: string): Promise<string> =>
  (await tenant.mutate("importIntegration", { definition, integrationId }, "integration { id }")).integration
    .id;

const publishing = (tenant: Client, input: object): Promise<Json> =>
  tenant.mutate("publishIntegration", input, "integration { id versionNumber versionIsLatest }");

const reading = async (tenant: Client, id: string, selection: string): Promise<Json> =>
  (await tenant.data(`query ($id: ID!) { data: integration(id: $id) { ${selection} } }`, { id })).data;

test("a published version keeps its definition, comment and attributes, and who made it", async () => {
  const tenant = await client({ seed });
  const id = await importing(tenant, definitionUsing("Alerts", "acme-api-key"));
  const attributes = JSON.stringify({ commitHash: "abc" });
  const { errors, integration } = await publishing(tenant, { id, comment: "First", attributes });
  expect([errors, integration]).toEqual([
    [],
    { id: expect.any(String) as string, versionNumber: 1, versionIsLatest: true },
  ]);
  expect(integration.id).not.toBe(id);
  await importing(tenant, definitionUsing("Alerts", "other"), id);
  expect(await reading(tenant, id, "hasUnpublishedChanges versionIsAvailable")).toEqual({
    hasUnpublishedChanges: true,
    versionIsAvailable: false,
  });
  await publishing(tenant, { id });

  const { hasUnpublishedChanges, versionSequence } = await reading(
    tenant,
    id,
    `hasUnpublishedChanges versionSequence(sortBy: [{ field: VERSION_NUMBER, direction: DESC }]) { nodes {
      versionNumber versionComment versionAttributes versionIsAvailable versionIsLatest versionCreatedBy { email }
      scopedConfigVariables { nodes { stableKey } } } }`,
  );
  expect(hasUnpublishedChanges).toBe(false);
  const versionCreatedBy = { email: "operator@acme.example" };
  expect(versionSequence.nodes).toEqual([
    {
      versionNumber: 2,
      versionComment: null,
      versionAttributes: null,
      versionIsAvailable: true,
      versionIsLatest: true,
      versionCreatedBy,
      scopedConfigVariables: { nodes: [{ stableKey: "other" }] },
    },
    {
      versionNumber: 1,
      versionComment: "First",
      versionAttributes: attributes,
      versionIsAvailable: true,
      versionIsLatest: false,
      versionCreatedBy,
      scopedConfigVariables: { nodes: [{ stableKey: "acme-api-key" }] },
    },
  ]);
});

test("publishing without changes makes another version, or is refused where that is the setting", async () => {
  const tenant = await client({ seed });
  const id = await importing(tenant, definitionUsing("Alerts", "acme-api-key"));
  await publishing(tenant, { id });
  expect((await publishing(tenant, { id })).integration.versionNumber).toBe(2);
  await tenant.set({ "publish-unchanged": "refused" });
  expect((await publishing(tenant, { id })).errors).toEqual([
    { field: "__all__", messages: ["The integration has no unpublished changes."] },
  ]);
});

test("attributes must be a JSON map, and a draft has no availability", async () => {
  const tenant = await client({ seed });
  const id = await importing(tenant, definitionUsing("Alerts", "acme-api-key"));
  for (const attributes of ["commit", "7", "null", "[]"]) {
    expect((await publishing(tenant, { id, attributes })).errors.map(({ field }) => field)).toEqual([
      "attributes",
    ]);
  }
  const availability = (input: object) => tenant.mutate("updateIntegrationVersionAvailability", input);
  expect((await availability({ id, available: false })).errors.map(({ field }) => field)).toEqual(["id"]);
  const { integration } = await publishing(tenant, { id });
  expect((await availability({ id: integration.id, available: false })).errors).toEqual([]);
  const { versionAt, versionSequence } = await reading(
    tenant,
    id,
    "versionAt(latestAvailable: true) { id } versionSequence(versionIsAvailable: true) { totalCount }",
  );
  expect([versionAt, versionSequence.totalCount]).toEqual([null, 0]);
});

test("a definition is exported as it is stored, or with the latest versions of its components", async () => {
  const tenant = await client({ seed });
  const id = await importing(tenant, fixture("hooli.yml"));
  const { definition, latest } = await reading(
    tenant,
    id,
    "definition(version: 7) latest: definition(useLatestComponentVersions: true)",
  );
  expect(definition).not.toContain("LATEST");
  const component = (text: string): unknown =>
    (parse(text) as { flows: { steps: { action: { component: unknown } }[] }[] }).flows[0]!.steps[1]!.action
      .component;
  expect(component(definition)).toEqual({ key: "acme", isPublic: false, version: 1 });
  expect(component(latest)).toEqual({ key: "acme", isPublic: false, version: "LATEST" });
  const { body } = await tenant.request(`{ integration(id: "${id}") { definition(version: 6) } }`);
  expect(body.errors[0].message).toBe("Definitions are exported as version 7, not as 6.");
});

test("an integration lists the component versions that its definition names", async () => {
  const tenant = await client({ seed });
  await tenant.admin("POST", "component-versions", {
    component: "acme",
    connection: "apiKey",
    addInput: { key: "region" },
  });
  const id = await importing(tenant, fixture("hooli.yml"));
  const used = async (args: string): Promise<Json> =>
    (await reading(tenant, id, `components${args} { totalCount nodes { key versionNumber } }`)).components;
  expect(await used('(key: "acme", public: false)')).toEqual({
    totalCount: 1,
    nodes: [{ key: "acme", versionNumber: 1 }],
  });
  expect((await used('(key: "acme", public: true)')).totalCount).toBe(0);
  expect((await used('(key: "slack")')).totalCount).toBe(0);
});
