import { describe, expect, it } from "vitest";
import { failure } from "./support/publishingWorld.ts";
import { ProviderCallError } from "./support/grpc.ts";
import {
  argumentsOf,
  createIntegration,
  designerPublishes,
  designerWrites,
  updateIntegration,
} from "./support/integrations.ts";
import type { Created } from "./support/provider.ts";
import { startRuns, type ProviderRuns } from "./support/providerRuns.ts";
import { reports, versionsOfInstances, withInstances } from "./support/runningInstances.ts";
import { startTenant, type TenantOptions, type TestTenant } from "./support/tenant.ts";

const BULK = "bulkUpdateInstancesToLatestIntegrationVersion";
const upgrade = { publish: true, instances: "upgrade" };
const first = reports({ default: "eu" });
const second = reports({ default: "eu", description: "Changed" });
const upgraded = { "set 2, runs 2": 2 };

/** A tenant with an integration whose two instances run version 1, and the provider that has taken it over. */
class World implements AsyncDisposable {
  readonly tenant: TestTenant;
  readonly runs: ProviderRuns;
  readonly created: Created;

  constructor(tenant: TestTenant, runs: ProviderRuns, created: Created) {
    this.tenant = tenant;
    this.runs = runs;
    this.created = created;
  }

  static async begin(switches: TenantOptions["switches"]): Promise<World> {
    const tenant = await startTenant({ holds: withInstances(2, 0), switches });
    const runs = await startRuns(tenant);
    const created = await createIntegration(runs.integrations, first, upgrade);
    await tenant.clearRequests();
    return new World(tenant, runs, created);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.runs[Symbol.asyncDispose]();
    await this.tenant.dispose();
  }

  async sent(): Promise<string[]> {
    return (await this.tenant.mutations()).map(({ field }) => field);
  }
}

/** The state that a failed update leaves. */
function halfMade(error: unknown, { id, inputs }: Created): Created {
  if (!(error instanceof ProviderCallError) || error.properties === undefined) throw error;
  return { id, inputs, outputs: error.properties };
}

describe("A publication", () => {
  it.each([
    { "publish-answers": "version-id", "bulk-upgrade-target": "available" },
    { "publish-answers": "draft-id", "bulk-upgrade-target": "published" },
  ] as const)("is waited for before instances are upgraded: %j", async (switches) => {
    await using world = await World.begin({ ...switches, "publication-delay": 300 });
    const { runs, tenant } = world;
    const { now } = await updateIntegration(runs, world.created, argumentsOf(second, upgrade));
    expect(await versionsOfInstances(tenant)).toEqual(upgraded);
    expect(now.outputs).toMatchObject({ versionNumber: 2, published: true, upgradePending: false });
    expect(now.outputs).not.toHaveProperty("awaitedVersion");
    const names = (await tenant.requests()).map(({ operationName }) => operationName);
    const order = names.filter((name) => /^(Publish|FindAvailable|Upgrade)/.test(name ?? ""));
    expect(order).toEqual([
      "PublishIntegration",
      "FindAvailableVersion",
      "FindAvailableVersion",
      "UpgradeInstances",
    ]);
  });

  it("that is not available in time is completed by the next run, without a second version", async () => {
    await using world = await World.begin({ "publication-delay": 3_600_000 });
    const { runs, tenant, created } = world;
    const news = argumentsOf(second, { ...upgrade, waitSeconds: 1 });
    const error = await failure(updateIntegration(runs, created, news));
    expect(error.message).toMatch(
      /Integration "Reports": version 2 is published in Tenant .*, but was not available within 1 s \(waitSeconds\)\. Left as before: its instances\. To go on: pulumi up/,
    );
    expect(await versionsOfInstances(tenant)).toEqual({ "set 1, runs 1": 2 });
    await runs.next();
    const { inputs } = await runs.integrations.check(created.inputs, news);
    const half = halfMade(error, { ...created, inputs });
    expect(half.outputs).toMatchObject({ versionNumber: 2, published: true, awaitedVersion: 2 });

    await runs.next();
    const early = await runs.integrations.read(created.id, half.outputs);
    expect(early.outputs).toMatchObject({ awaitedVersion: 2, upgradePending: true });
    await tenant.advanceClock(3600);
    await runs.next();
    const late = await runs.integrations.read(created.id, half.outputs);
    expect(late.outputs).not.toHaveProperty("awaitedVersion");

    const { changes, now } = await updateIntegration(runs, half, news);
    expect(changes).toBe(true);
    expect(await world.sent()).toEqual([BULK]);
    expect(await versionsOfInstances(tenant)).toEqual(upgraded);
    expect(now.outputs).toMatchObject({ versionNumber: 2, upgradePending: false });
    expect((await updateIntegration(runs, now, news)).changes).toBe(false);
  });

  it("that nobody waits for any more because the run was ended is waited for by the next one", async () => {
    await using world = await World.begin({ "publication-delay": 300 });
    const { runs, tenant, created } = world;
    await designerWrites(tenant, created.id, second);
    await designerPublishes(tenant, created.id);
    const { now } = await updateIntegration(runs, created, argumentsOf(second, upgrade));
    expect(await world.sent()).toEqual(["validateIntegrationSchema", "importIntegration", BULK]);
    expect(await versionsOfInstances(tenant)).toEqual(upgraded);
    expect(now.outputs).toMatchObject({ versionNumber: 2, published: true, upgradePending: false });
  });

  it("of a new integration leaves nothing to be upgraded", async () => {
    await using tenant = await startTenant({ switches: { "publication-delay": 300 } });
    await using runs = await startRuns(tenant);
    const created = await createIntegration(runs.integrations, first, upgrade);
    expect(created.outputs).toMatchObject({ versionNumber: 1, published: true, upgradePending: false });
    const again = await updateIntegration(runs, created, argumentsOf(first, upgrade));
    expect(again.changes).toBe(false);
  });
});
