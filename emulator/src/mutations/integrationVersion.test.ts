import { expect, test } from "vitest";
import { definitionWith } from "../testing/definitions.ts";
import { client, oneTenant, type Client, type Json } from "../testing/harness.ts";

const seed = oneTenant({
  customers: [{ externalId: "globex", name: "Globex" }],
  integrations: [{ definition: definitionWith({}), versions: 2 }],
  instances: [{ name: "One", customer: "globex", integration: "Alerts" }],
});

interface Published {
  tenant: Client;
  /** The draft's. */
  id: string;
  /** Answered by the publication. */
  version: Json;
}

async function draft(tenant: Client): Promise<Json> {
  return (await tenant.data("{ integrations { nodes { id versionNumber } } }")).integrations.nodes[0];
}

async function published(switches: object = {}): Promise<Published> {
  const tenant = await client({ seed, switches: { "publication-delay": 3000, ...switches } });
  const { id } = await draft(tenant);
  const { integration } = await tenant.mutate(
    "publishIntegration",
    { id },
    "integration { id versionNumber versionIsAvailable }",
  );
  return { tenant, id, version: integration };
}

/** The question by which prism 11 waits for a publication. */
async function available({ tenant, id }: Published, versionNumber: number): Promise<string[]> {
  const { integration } = await tenant.data(
    `query ($id: ID!, $versionNumber: Int!) { integration(id: $id) {
      versionSequence(versionNumber: $versionNumber, versionIsAvailable: true) { nodes { id } } } }`,
    { id, versionNumber },
  );
  return integration.versionSequence.nodes.map((node) => node.id);
}

const wait = ({ tenant }: Published, advanceSeconds: number): Promise<Json> =>
  tenant.admin("POST", "clock", { advanceSeconds });

const instance = async ({ tenant }: Published): Promise<Json> =>
  (
    await tenant.data(
      "{ instances(isSystem: false) { nodes { id integration { versionNumber } deployedVersion } } }",
    )
  ).instances.nodes[0];

test("a publication takes the draft's number, and its version is available some time later", async () => {
  const after = await published();
  expect(after.version).toMatchObject({ versionNumber: 3, versionIsAvailable: false });
  expect(after.version.id).not.toBe(after.id);
  expect((await draft(after.tenant)).versionNumber).toBe(4);
  expect(await available(after, 3)).toEqual([]);
  await wait(after, 2.5);
  expect(await available(after, 3)).toEqual([]);
  await wait(after, 0.6);
  expect(await available(after, 3)).toEqual([after.version.id]);
  expect(await available(after, 4)).toEqual([]);
});

test("a publication takes as long as the setting says, and answers the draft where that is the setting", async () => {
  const after = await published({ "publication-delay": 0, "publish-answers": "draft-id" });
  expect(after.version).toMatchObject({ id: after.id, versionNumber: 4 });
  expect(await available(after, 3)).toHaveLength(1);
  await after.tenant.set({ "publication-delay": "60000" });
  await after.tenant.mutate("publishIntegration", { id: after.id });
  await wait(after, 59);
  expect(await available(after, 4)).toEqual([]);
  await wait(after, 2);
  expect(await available(after, 4)).toHaveLength(1);
});

test("no instance moves to a version before it is available, or after it was withdrawn", async () => {
  const after = await published();
  const { id } = await instance(after);
  const integration = after.version.id as string;
  const move = (): Promise<Json> => after.tenant.mutate("updateInstance", { id, integration });
  const refusal = [
    { field: "integration", messages: ["The version 3 of the integration is not available."] },
  ];
  expect((await move()).errors).toEqual(refusal);
  await wait(after, 3.1);
  const availability = "updateIntegrationVersionAvailability";
  await after.tenant.mutate(availability, { id: integration, available: false });
  expect((await move()).errors).toEqual(refusal);
  await after.tenant.mutate(availability, { id: integration, available: true });
  expect((await move()).errors).toEqual([]);
  // It may still name the version that it has.
  await after.tenant.mutate(availability, { id: integration, available: false });
  expect((await move()).errors).toEqual([]);
  expect(await instance(after)).toMatchObject({ integration: { versionNumber: 3 }, deployedVersion: 2 });
});

test.each([
  ["available" as const, 2],
  ["published" as const, 3],
])("a bulk upgrade brings the latest version that is %s", async (target, expected) => {
  const after = await published({ "bulk-upgrade-target": target });
  const upgrade = (): Promise<Json> =>
    after.tenant.mutate(
      "bulkUpdateInstancesToLatestIntegrationVersion",
      { id: after.id },
      "integration { versionNumber }",
    );
  expect(await upgrade()).toEqual({ errors: [], integration: { versionNumber: expected } });
  expect((await instance(after)).deployedVersion).toBe(expected);
  await wait(after, 3.1);
  expect((await upgrade()).integration.versionNumber).toBe(3);
});

test("the marketplace shows one version, as it was configured last", async () => {
  const after = await published();
  const configure = (input: object): Promise<Json> =>
    after.tenant.mutate(
      "updateIntegrationMarketplaceConfiguration",
      input,
      "integration { marketplaceConfiguration overview allowMultipleMarketplaceInstances }",
    );
  const shown = async (): Promise<unknown> => {
    const { integration } = await after.tenant.data(
      `query ($id: ID!) { integration(id: $id) { versionSequence(sortBy: { field: VERSION_NUMBER, direction: ASC }) {
        nodes { marketplaceConfiguration overview allowMultipleMarketplaceInstances } } } }`,
      { id: after.id },
    );
    return integration.versionSequence.nodes;
  };
  const hidden = {
    marketplaceConfiguration: "NOT_AVAILABLE_IN_MARKETPLACE",
    overview: null,
    allowMultipleMarketplaceInstances: false,
  };
  expect(await shown()).toEqual([hidden, hidden, hidden]);
  const { integration: draftAsItIs } = await after.tenant.data(
    `{ integration(id: "${after.id}") { marketplaceConfiguration overview allowMultipleMarketplaceInstances } }`,
  );
  expect(draftAsItIs).toEqual(hidden);

  const second = (
    await after.tenant.data(`{ integration(id: "${after.id}") { versionAt(versionNumber: 2) { id } } }`)
  ).integration.versionAt.id as string;
  const first = { id: second, marketplaceConfiguration: "AVAILABLE_AND_DEPLOYABLE", overview: "Tells" };
  const { errors, integration } = await configure({ ...first, allowMultipleMarketplaceInstances: true });
  const listed = {
    marketplaceConfiguration: "AVAILABLE_AND_DEPLOYABLE",
    overview: "Tells",
    allowMultipleMarketplaceInstances: true,
  };
  expect([errors, integration]).toEqual([[], listed]);

  const third = { id: after.version.id as string, marketplaceConfiguration: "AVAILABLE_NOT_DEPLOYABLE" };
  await configure({ ...third, overview: "" });
  const listedInstead = {
    marketplaceConfiguration: "AVAILABLE_NOT_DEPLOYABLE",
    overview: "",
    allowMultipleMarketplaceInstances: false,
  };
  expect(await shown()).toEqual([
    hidden,
    { ...listed, marketplaceConfiguration: "NOT_AVAILABLE_IN_MARKETPLACE" },
    listedInstead,
  ]);
  const found = await after.tenant.data(
    '{ integrations(allVersions: true, marketplaceConfiguration_In: ["AVAILABLE_NOT_DEPLOYABLE"]) { nodes { id } } }',
  );
  expect(found.integrations.nodes).toEqual([{ id: third.id }]);
  expect((await configure({ ...first, overview: "" })).integration.overview).toBe("");

  const refused = async (input: object): Promise<string[]> =>
    (await configure({ ...third, ...input })).errors.map(({ field }) => field);
  expect(await refused({ id: after.id })).toEqual(["id"]);
  expect(await refused({ marketplaceConfiguration: "HIDDEN" })).toEqual(["marketplaceConfiguration"]);
});
