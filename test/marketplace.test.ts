import { beforeEach, describe, expect, it } from "vitest";
import { mutate } from "./support/contents.ts";
import {
  argumentsOf,
  createIntegration,
  designerPublishes,
  updateIntegration,
} from "./support/integrations.ts";
import { useIntegrationWorld, type IntegrationWorld } from "./support/integrationWorld.ts";
import { reasons, type Created } from "./support/provider.ts";
import { reports } from "./support/runningInstances.ts";

let world: IntegrationWorld;
useIntegrationWorld((begun) => (world = begun));

const LISTING = "updateIntegrationMarketplaceConfiguration";
const AVAILABILITY = "updateIntegrationVersionAvailability";
const listed = { availability: "AVAILABLE_AND_DEPLOYABLE", overview: "Reports for all" };
const unlisted = { availability: "NOT_AVAILABLE_IN_MARKETPLACE" };

let name = "";
let tests = 0;
beforeEach(() => {
  tests += 1;
  name = `Reports ${tests}`;
});

const definition = (description = ""): string =>
  reports({ default: "eu", description }).replace("name: Reports", `name: ${name}`);

const create = (args: object): Promise<Created> =>
  createIntegration(world.runs.integrations, definition(), { publish: true, ...args });

/** Changes the arguments and sends what that takes; `sent` are the mutations besides validation and import. */
async function update(old: Created, args: object, description = "") {
  await world.tenant.clearRequests();
  const news = argumentsOf(definition(description), { publish: true, ...args });
  const { changes, now } = await updateIntegration(world.runs, old, news);
  const sent = (await world.sent()).filter((field) => !/^(validate|import)Integration/.test(field));
  return { changes, now, sent };
}

interface FoundVersion {
  id: string;
  versionNumber: number;
  versionIsAvailable: boolean;
  marketplaceConfiguration: string;
  overview: string | null;
  allowMultipleMarketplaceInstances: boolean;
}

/** The versions as the tenant has them, the newest first. */
async function versions(id: string): Promise<FoundVersion[]> {
  const { integration } = await world.tenant.query<{
    integration: { versionSequence: { nodes: FoundVersion[] } };
  }>(
    `query ($id: ID!) { integration(id: $id) { versionSequence(sortBy: [{ field: VERSION_NUMBER, direction: DESC }]) {
      nodes { id versionNumber versionIsAvailable marketplaceConfiguration overview
        allowMultipleMarketplaceInstances } } } }`,
    { id },
  );
  return integration.versionSequence.nodes;
}

/** The next run, after a refresh that finds what the tenant has. */
async function refreshed({ id, outputs }: Created): Promise<Created> {
  await world.runs.next();
  const read = await world.runs.integrations.read(id, outputs);
  return { id, inputs: read.inputs, outputs: read.outputs };
}

describe("A marketplace listing", () => {
  it("is set for the published version, renewed for the next one, and nothing where it is the same", async () => {
    const created = await create({ marketplace: listed });
    expect((await world.tenant.mutations()).at(-1)).toEqual({
      field: LISTING,
      input: {
        id: (await versions(created.id))[0]?.id,
        marketplaceConfiguration: "AVAILABLE_AND_DEPLOYABLE",
        overview: "Reports for all",
      },
    });
    expect(created.outputs).toMatchObject({ marketplace: listed });
    expect((await update(created, { marketplace: listed })).changes).toBe(false);
    const next = await update(created, { marketplace: listed }, "Two");
    expect(next.sent).toEqual(["publishIntegration", LISTING]);
    expect(await versions(created.id)).toMatchObject([
      { versionNumber: 2, marketplaceConfiguration: "AVAILABLE_AND_DEPLOYABLE", overview: "Reports for all" },
      { versionNumber: 1, marketplaceConfiguration: "NOT_AVAILABLE_IN_MARKETPLACE" },
    ]);
    expect((await refreshed(next.now)).inputs).toEqual(next.now.inputs);
  });

  it("is changed alone, loses an overview that is left out, and stays where it is no longer managed", async () => {
    const created = await create({ marketplace: listed });
    const only = { availability: "AVAILABLE_NOT_DEPLOYABLE", allowMultipleInstances: true };
    const { sent, now } = await update(created, { marketplace: only });
    expect(sent).toEqual([LISTING]);
    expect(await versions(created.id)).toMatchObject([
      {
        marketplaceConfiguration: "AVAILABLE_NOT_DEPLOYABLE",
        overview: "",
        allowMultipleMarketplaceInstances: true,
      },
    ]);
    const left = await update(now, {});
    expect(left.sent).toEqual([]);
    expect(left.now.outputs).toMatchObject({ versionNumber: 1 });
    expect((await versions(created.id))[0]?.marketplaceConfiguration).toBe("AVAILABLE_NOT_DEPLOYABLE");
  });

  it("ends for every version, also where an earlier one is listed", async () => {
    const created = await create({ marketplace: listed });
    const { sent, now } = await update(created, { marketplace: unlisted }, "Two");
    expect(sent).toEqual(["publishIntegration", LISTING, LISTING]);
    expect(await versions(created.id)).toMatchObject([
      { versionNumber: 2, marketplaceConfiguration: "NOT_AVAILABLE_IN_MARKETPLACE" },
      {
        versionNumber: 1,
        marketplaceConfiguration: "NOT_AVAILABLE_IN_MARKETPLACE",
        overview: "Reports for all",
      },
    ]);
    expect((await update(now, { marketplace: unlisted }, "Two")).changes).toBe(false);
  });

  it("that somebody changed, or that a newer version lacks, is drift and is set again", async () => {
    const created = await create({ marketplace: listed });
    const [version] = await versions(created.id);
    const change = {
      id: version?.id,
      marketplaceConfiguration: "AVAILABLE_NOT_DEPLOYABLE",
      overview: "Mine",
    };
    await mutate(world.tenant, LISTING, change);
    const drifted = await refreshed(created);
    expect(drifted.inputs).toMatchObject({
      marketplace: { availability: "AVAILABLE_NOT_DEPLOYABLE", overview: "Mine" },
    });
    const repaired = await update(drifted, { marketplace: listed });
    expect(repaired.sent).toEqual([LISTING]);
    await designerPublishes(world.tenant, created.id);
    const older = await refreshed(repaired.now);
    expect(older.inputs).toMatchObject({ marketplace: unlisted });
    expect((await update(older, { marketplace: listed })).sent).toEqual([LISTING]);
    expect(await versions(created.id)).toMatchObject([
      { versionNumber: 2, marketplaceConfiguration: "AVAILABLE_AND_DEPLOYABLE" },
      { versionNumber: 1, marketplaceConfiguration: "NOT_AVAILABLE_IN_MARKETPLACE" },
    ]);
  });

  it("that is refused is reported with the tenant's words and set by the next run, without a version", async () => {
    const created = await create({ marketplace: listed });
    const fault = { type: "payloadError" as const, field: "__all__", messages: ["Not today."] };
    await world.tenant.injectFault({ rootField: LISTING }, fault);
    const news = argumentsOf(definition("Two"), { publish: true, marketplace: listed });
    const { inputs } = await world.runs.integrations.check(created.inputs, news);
    const error = (await world.runs.integrations
      .update(created.id, created.outputs, inputs)
      .catch((reason: unknown) => reason)) as Error & { properties: Record<string, unknown> };
    expect(error.message).toMatch(
      /Integration "Reports \d+": the marketplace listing was not changed: Tenant .* answered "Not today\."/,
    );
    expect(error.properties).toMatchObject({ versionNumber: 2, published: true });
    const half = { id: created.id, inputs, outputs: error.properties };
    expect((await update(half, { marketplace: listed }, "Two")).sent).toEqual([LISTING]);
  });

  it("needs a published version, and one of Prismatic's words", async () => {
    const drafted = { publish: false, marketplace: listed, available: true };
    expect(
      await reasons(world.runs.integrations, { inputs: {} }, argumentsOf(definition(), drafted)),
    ).toEqual([
      expect.stringMatching(/^marketplace: is for the newest published version, and Tenant .* has none/),
      expect.stringMatching(/^available: is for the newest published version/),
    ]);
    const misspelt = argumentsOf(definition(), { publish: true, marketplace: { availability: "available" } });
    expect(await reasons(world.runs.integrations, { inputs: {} }, misspelt)).toEqual([
      expect.stringContaining("must be one of AVAILABLE_AND_DEPLOYABLE, AVAILABLE_NOT_DEPLOYABLE"),
    ]);
  });
});

describe("A version", () => {
  it("is withdrawn once it is available, and given back", async () => {
    const created = await create({ available: false });
    expect((await world.sent()).slice(-2)).toEqual(["publishIntegration", AVAILABILITY]);
    expect(await versions(created.id)).toMatchObject([{ versionIsAvailable: false }]);
    expect((await refreshed(created)).inputs).toEqual(created.inputs);
    const back = await update(created, { available: true });
    expect(back.sent).toEqual([AVAILABILITY]);
    expect(await versions(created.id)).toMatchObject([{ versionIsAvailable: true }]);
    const next = await update(back.now, { available: true }, "Two");
    expect(next.sent).toEqual(["publishIntegration"]);
    expect(next.now.outputs).toMatchObject({ available: true, versionNumber: 2 });
  });

  it("that somebody withdrew is given back before instances are upgraded to it", async () => {
    const created = await create({ available: true, instances: "leave" });
    const two = await update(created, { available: true, instances: "leave" }, "Two");
    const [newest] = await versions(created.id);
    await mutate(world.tenant, AVAILABILITY, { id: newest?.id, available: false });
    const drifted = await refreshed(two.now);
    expect(drifted.outputs).toMatchObject({ available: false });
    const args = { available: true, instances: "upgrade", waitSeconds: 1 };
    const { sent } = await update(drifted, args, "Two");
    expect(sent).toEqual([AVAILABILITY, "bulkUpdateInstancesToLatestIntegrationVersion"]);
  });

  it("is not withdrawn where instances are upgraded to it", async () => {
    const both = argumentsOf(definition(), { publish: true, instances: "upgrade", available: false });
    expect(await reasons(world.runs.integrations, { inputs: {} }, both)).toEqual([
      expect.stringMatching(/^available: is false, but instances are upgraded/),
    ]);
  });
});
