import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { mutate } from "./support/contents.ts";
import { createBundle } from "./support/componentBundle.ts";
import { useCodeNativeWorld, type CodeNativeWorld } from "./support/codeNativeWorld.ts";
import type { DynamicProvider } from "./support/dynamicProvider.ts";
import {
  argumentsOf,
  createIntegration,
  designerWrites,
  integrationsOf,
  updateIntegration,
} from "./support/integrations.ts";
import { checkAndCreate, startProvider, type Created } from "./support/provider.ts";
import { startRuns, type ProviderRuns } from "./support/providerRuns.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const NORMALISED = { "stored-form": "normalised" } as const;

const LISTED = { availability: "AVAILABLE_NOT_DEPLOYABLE", overview: " For all customers\n" };

/** A definition with a text of each kind that a tenant may store in another form. */
const definitionOf = (name: string) => `definitionVersion: 7
name: "${name} "
description: |
  Tells about tasks.
requiredConfigVars:
  - key: Limits
    dataType: string
    defaultValue: '{"b": 1, "a": 12345678901234567891} '
  - key: Todoist
    dataType: connection
    connection: { key: todoistOauth, component: { key: todoist, isPublic: false, version: LATEST } }
    inputs:
      clientSecret: { type: value, value: "" }
      scopes: { type: value, value: "data:read\\n" }
flows: []
`;

/** Refreshes as the next command does, and expects that nothing is to be done. */
async function expectNoDrift(
  door: DynamicProvider,
  { id, inputs, outputs }: Created,
  args: Record<string, unknown>,
): Promise<Created> {
  const read = await door.read(id, outputs);
  const { inputs: checked, failures } = await door.check(read.inputs, args);
  expect(failures).toEqual([]);
  expect(await door.diff(id, read.outputs, checked)).toMatchObject({ changes: false });
  expect(read.inputs).toEqual(checked);
  expect(checked).toEqual(inputs);
  return { id, inputs: read.inputs, outputs: read.outputs };
}

describe("An integration in a tenant that stores what it is sent in a form of its own", () => {
  let tenant: TestTenant;
  let runs: ProviderRuns;
  let count = 0;
  let name = "";
  const more = {
    secretInputs: { Todoist: { clientSecret: "hush-1\n" } },
    publish: true,
    marketplace: LISTED,
  };
  beforeAll(async () => {
    tenant = await startTenant({ switches: NORMALISED });
    runs = await startRuns(tenant);
  });
  beforeEach(() => {
    name = `Tasks ${++count}`;
  });
  afterAll(async () => {
    await runs?.[Symbol.asyncDispose]();
    await tenant?.dispose();
  });

  const found = async () =>
    (await integrationsOf(tenant)).filter((integration) => integration.name.trim() === name);
  const imports = async () =>
    (await tenant.mutations()).filter(({ field }) => field === "importIntegration").length;

  it("drifts in nothing that it changed itself, and in all that others change", async () => {
    const args = argumentsOf(definitionOf(name), more);
    const created = await createIntegration(runs.integrations, definitionOf(name), more);
    expect((await found()).map((each) => each.name)).toEqual([name]);
    expect(created.outputs.storedAs).toEqual({ marketplace: { overview: "For all customers" } });
    await runs.next();
    const refreshed = await expectNoDrift(runs.integrations, created, args);

    const described = definitionOf(name).replace("about tasks", "about all tasks");
    await runs.next();
    await tenant.clearRequests();
    const changedArgs = argumentsOf(described, more);
    const { now } = await updateIntegration(runs, refreshed, changedArgs);
    expect(await imports()).toBe(1);
    await runs.next();
    await expectNoDrift(runs.integrations, now, changedArgs);

    const [there] = await found();
    const versions = await tenant.query<{
      integration: { versionSequence: { nodes: { id: string; versionNumber: number }[] } };
    }>("query ($id: ID!) { integration(id: $id) { versionSequence { nodes { id versionNumber } } } }", {
      id: there?.id,
    });
    const newest = versions.integration.versionSequence.nodes.find(
      ({ versionNumber }) => versionNumber === 2,
    );
    await mutate(tenant, "updateIntegrationMarketplaceConfiguration", {
      id: newest?.id,
      marketplaceConfiguration: LISTED.availability,
      overview: "Theirs",
    });
    await designerWrites(tenant, now.id, described.replace("data:read", "data:write"));
    await runs.next();
    const read = await runs.integrations.read(now.id, now.outputs);
    expect(read.inputs.marketplace).toEqual({ ...LISTED, overview: "Theirs" });
    expect(read.inputs.draftChanges).toEqual([
      '~ config variable "Todoist", inputs.scopes.value: "data:read" => "data:write"',
    ]);
  });

  it("is found after an answer that was lost, and not imported twice", async () => {
    await tenant.injectFault({ rootField: "importIntegration" }, { type: "dropAfter" });
    const created = await createIntegration(runs.integrations, definitionOf(name), more);
    await tenant.clearFaults();
    expect(await found()).toHaveLength(1);
    await runs.next();
    await expectNoDrift(runs.integrations, created, argumentsOf(definitionOf(name), more));
  });

  it("is taken over as equal by a run after one that was interrupted", async () => {
    await createIntegration(runs.integrations, definitionOf(name), more);
    await runs.next();
    await tenant.clearRequests();
    await createIntegration(runs.integrations, definitionOf(name), more);
    const sent = (await tenant.mutations()).map(({ field }) => field);
    expect(sent).not.toContain("importIntegration");
    expect(sent).not.toContain("updateIntegrationMarketplaceConfiguration");
  });

  it("is not taken over where a number differs that readers of JSON round", async () => {
    await createIntegration(runs.integrations, definitionOf(name), more);
    await runs.next();
    await expect(
      createIntegration(runs.integrations, definitionOf(name).replace("567891", "567892"), more),
    ).rejects.toThrow(/that differs from the definition:\n {4}~ config variable "Limits", defaultValue/);
  });

  it("whose draft is imported by another client as its file has it was not changed", async () => {
    const created = await createIntegration(runs.integrations, definitionOf(name), {});
    await tenant.setSwitches({ "stored-form": "as-sent" });
    await designerWrites(tenant, created.id, definitionOf(name));
    await tenant.setSwitches(NORMALISED);
    await runs.next();
    const read = await runs.integrations.read(created.id, created.outputs);
    expect(read.inputs).not.toHaveProperty("draftChanges");
  });
});

describe("A code-native integration in such a tenant", () => {
  let world: CodeNativeWorld;
  useCodeNativeWorld((begun) => (world = begun), { switches: NORMALISED });

  it("drifts in nothing", async () => {
    await world.build({ name: `${world.name()} `, description: " Tells\n" });
    const more = { publish: true, marketplace: LISTED };
    const created = await world.create(more);
    await world.runs.next();
    const read = await world.runs.codeNative.read(created.id, created.outputs);
    await world.runs.next();
    const { inputs, failures } = await world.runs.codeNative.check(read.inputs, world.args(more));
    expect(failures).toEqual([]);
    expect((await world.runs.codeNative.diff(created.id, read.outputs, inputs)).changes).toBe(false);
    expect(read.outputs.storedAs).toEqual({ marketplace: { overview: "For all customers" } });

    await world.build({ name: `${world.name()} `, description: " Tells more\n" });
    await world.runs.next();
    const now = await world.update({ id: created.id, inputs: read.inputs, outputs: read.outputs }, more);
    expect(now?.outputs).toMatchObject({ versionNumber: 2, storedAs: read.outputs.storedAs });
  });
});

it("A component in such a tenant drifts in nothing, and neither does a connection of it", async () => {
  await using tenant = await startTenant({ switches: NORMALISED });
  await tenant.setProcessing(0);
  await using bundle = await createBundle({
    key: "parcels",
    label: "Parcels\n",
    inputs: [{ key: "region", default: " eu\n" }],
  });
  const args = {
    bundle: bundle.folder,
    comment: " From Git\n",
    attributes: { repoUrl: "acme/parcels", commitHash: "abc" },
  };
  const connection = { component: { key: "parcels", public: false }, stableKey: "parcels", name: "Parcels" };
  await using provider = await startProvider(tenant, { "prismatic:batchSize": "1" });
  const component = await checkAndCreate(provider.component, args);
  const connected = await checkAndCreate(provider.customer, connection);
  await using later = await startProvider(tenant, { "prismatic:batchSize": "1" });
  await expectNoDrift(later.component, component, args);
  await expectNoDrift(later.customer, connected, connection);
  expect((await tenant.componentVersions("parcels")).length).toBe(1);
});
