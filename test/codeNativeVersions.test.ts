import { describe, expect, it } from "vitest";
import { runInstances, useCodeNativeWorld, type CodeNativeWorld } from "./support/codeNativeWorld.ts";
import { reasons } from "./support/provider.ts";
import { failure } from "./support/publishingWorld.ts";
import { versionsOfInstances } from "./support/runningInstances.ts";

let world: CodeNativeWorld;
useCodeNativeWorld((begun) => (world = begun));

const BULK = "bulkUpdateInstancesToLatestIntegrationVersion";
const upgrade = { publish: true, instances: "upgrade" };

describe("A version of a code-native integration", () => {
  it("is waited for, brings the instances that run along, and is listed in the marketplace", async () => {
    await world.build({ variables: { Region: "eu" } });
    const created = await world.create({ publish: true });
    await runInstances(world.tenant, world.name(), { count: 2 });
    await world.build({ variables: { Region: "eu" }, salt: "another package" });
    await world.runs.next();
    expect(await reasons(world.runs.codeNative, created, world.args({ publish: true }))).toEqual([
      expect.stringMatching(
        /^instances: 2 instances of "Orders \d+" run version 1 and keep it.*Decide: "upgrade"/,
      ),
    ]);
    await world.runs.next();
    await world.tenant.setSwitches({ "publication-delay": 300 });
    const marketplace = { availability: "AVAILABLE_AND_DEPLOYABLE", overview: "Orders" };
    const updated = await world.update(created, { ...upgrade, marketplace });
    expect(updated?.outputs).toMatchObject({
      versionNumber: 2,
      published: true,
      upgradePending: false,
      marketplace,
    });
    expect((await world.writes()).toSorted()).toEqual(
      [
        "publishComponent",
        "PUT package",
        "importIntegration",
        "publishIntegration",
        "updateIntegrationMarketplaceConfiguration",
        BULK,
      ].toSorted(),
    );
    expect(await versionsOfInstances(world.tenant)).toEqual({ "set 2, runs 2": 2 });
    await world.tenant.setSwitches({ "publication-delay": 0 });
  });

  it("that vanishing config variables accompany is announced with what instances lose", async () => {
    await world.build({ variables: { Region: "eu", Old: "x" } });
    const created = await world.create({ publish: true });
    await runInstances(world.tenant, world.name(), { count: 1 });
    await world.build({ variables: { Region: "eu" } });
    await world.runs.next();
    expect(await reasons(world.runs.codeNative, created, world.args(upgrade))).toEqual([]);
    expect(world.runs.codeNative.stdout).toContain('no longer has the config variables "Old"');
  });

  it("that is not available in time is waited for again by the next run, and published once", async () => {
    await world.tenant.setSwitches({ "publication-delay": 3_600_000 });
    const failed = await failure(world.create({ publish: true, waitSeconds: 1 }));
    expect(failed.message).toMatch(/version 1 is published in Tenant .*, but was not available within 1 s/);
    await world.tenant.setSwitches({ "publication-delay": 0 });
    const { properties } = failed as Error & { properties?: Record<string, unknown> };
    const { inputs } = await world.runs.codeNative.check({}, world.args({ publish: true }));
    const { id } = await world.found();
    await world.tenant.clearRequests();
    await world.tenant.advanceClock(3600);
    const whole = await world.runs.codeNative.update(id, properties ?? {}, inputs);
    expect(whole).toMatchObject({ versionNumber: 1, published: true });
    expect(await world.writes()).toEqual([]);
  });

  it("keeps the integration from being deleted while instances run it", async () => {
    await world.build({ variables: { Region: "eu" } });
    const created = await world.create({ publish: true });
    await runInstances(world.tenant, world.name(), { count: 1 });
    await world.runs.next();
    const refusal = await failure(
      world.runs.codeNative.delete(created.id, { ...created.outputs, deleteOnDestroy: true }),
    );
    expect(refusal.message).toContain("1 instance would lose it");
    expect(await world.writes()).toEqual([]);
  });
});
