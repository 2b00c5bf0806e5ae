import { beforeAll, describe, expect, it } from "vitest";
import { hooli, running, type IntegrationWorld, useIntegrationWorld } from "./support/integrationWorld.ts";
import {
  argumentsOf,
  createIntegration,
  designerPublishes,
  named,
  updateIntegration,
} from "./support/integrations.ts";
import { reasons, type Created } from "./support/provider.ts";

let world: IntegrationWorld;
useIntegrationWorld((begun) => (world = begun));

describe("Publishing", () => {
  it("makes a version with its comment and attributes where the draft changed, and none where not", async () => {
    const text = named(hooli, "Published");
    const publish = { comment: "From Git", attributes: { commitHash: "abc" } };
    const created = await createIntegration(world.runs.integrations, text, { publish });
    expect(created.outputs).toMatchObject({ versionNumber: 1, published: true });
    const other = argumentsOf(text, { publish: { comment: "Another", attributes: { commitHash: "def" } } });
    expect((await updateIntegration(world.runs, created, other)).changes).toBe(false);
    const { now } = await updateIntegration(
      world.runs,
      created,
      argumentsOf(text.replace("5 */1", "6 */1"), { publish }),
    );
    expect(now.outputs).toMatchObject({ versionNumber: 2, published: true });
    expect((await world.found("Published")).versionSequence.nodes).toContainEqual(
      expect.objectContaining({
        versionNumber: 1,
        versionComment: "From Git",
        versionAttributes: '{"commitHash":"abc"}',
      }),
    );
  });

  it("that failed is completed by the next run", async () => {
    const text = named(hooli, "Half");
    await world.tenant.injectFault(
      { rootField: "publishIntegration" },
      { type: "payloadError", field: "__all__", messages: ["Not today."] },
    );
    const { inputs } = await world.runs.integrations.check({}, argumentsOf(text, { publish: true }));
    const failure = (await world.runs.integrations.create(inputs).catch((error: unknown) => error)) as Error;
    expect(failure.message).toContain('Integration "Half" was not published');
    const { id } = await world.found("Half");
    await world.runs.next();
    const outputs = (await world.runs.integrations.read(id, { ...inputs, draft: hooli, name: "Half" }))
      .outputs;
    expect(outputs.published).toBe(false);
    delete outputs.draftChanges;
    const again = await world.runs.integrations.update(id, outputs, inputs);
    expect(again).toMatchObject({ published: true, versionNumber: 1 });
  });

  it("is asked for again where a refresh finds that the draft is not what was published", async () => {
    const text = named(hooli, "Asked");
    const created = await createIntegration(world.runs.integrations, text);
    const { changes, now } = await updateIntegration(
      world.runs,
      created,
      argumentsOf(text, { publish: true }),
    );
    expect(changes).toBe(true);
    await designerPublishes(world.tenant, created.id);
    await world.runs.next();
    const read = await world.runs.integrations.read(created.id, now.outputs);
    expect(read.outputs).toMatchObject({ versionNumber: 2, published: true, upgradePending: true });
  });

  it("after a lost answer does not make a second version", async () => {
    const text = named(hooli, "Lost");
    await world.tenant.injectFault({ rootField: "publishIntegration" }, { type: "dropAfter" });
    const created = await createIntegration(world.runs.integrations, text, { publish: true });
    expect(created.outputs).toMatchObject({ versionNumber: 1, published: true });
    expect((await world.found("Lost")).versionSequence.nodes).toHaveLength(1);
  });
});

describe("Running instances", () => {
  const next = running.replace("5 */1", "6 */1");
  let created: Created;

  beforeAll(async () => {
    created = await createIntegration(world.runs.integrations, running);
  });

  it("make the decision necessary, with their number and what vanishes", async () => {
    const without = next.replace(
      /requiredConfigVars:\n {2}- dataType: schedule[\s\S]*?(?= {2}- dataType: connection)/,
      "requiredConfigVars:\n",
    );
    const unscheduled = without
      .replace(/ {6}- type: configVar\n {8}value: Sync Schedule\n/, "      []\n")
      .replace(
        / {10}type: configVar\n {10}value: Sync Schedule/,
        "          type: value\n          value: 5 * * * *",
      );
    const [refusal] = await reasons(
      world.runs.integrations,
      created,
      argumentsOf(unscheduled, { publish: true }),
    );
    expect(refusal).toMatch(
      /^instances: 2 instances of "Running" run version 1 and keep it.*Decide: "upgrade"/,
    );
    expect(world.runs.integrations.stdout).toContain('no longer has the config variables "Sync Schedule"');
    expect(
      await reasons(world.runs.integrations, created, argumentsOf(next, { instances: "upgrade" })),
    ).toEqual([expect.stringMatching(/^instances: is "upgrade", but instances run published versions only/)]);
  });

  it("are left, and upgraded later, with a line for each", async () => {
    const left = await updateIntegration(
      world.runs,
      created,
      argumentsOf(next, { publish: true, instances: "leave" }),
    );
    expect(left.now.outputs).toMatchObject({ versionNumber: 2, upgradePending: true });
    expect(await world.sent()).toEqual([
      "validateIntegrationSchema",
      "importIntegration",
      "publishIntegration",
    ]);
    await world.tenant.injectFault({}, { type: "deploymentFails", messages: ["No space left."] });
    const upgrade = argumentsOf(next, { publish: true, instances: "upgrade" });
    const failed = await updateIntegration(world.runs, left.now, upgrade).catch(
      (error: Error) => error.message,
    );
    expect(failed).toMatch(
      /1 instance of "Running" runs version 2 now, 1 could not be upgraded: "Of (globex|initech)"/,
    );
    await world.tenant.clearRequests();
    const { now } = await updateIntegration(world.runs, left.now, upgrade);
    expect(await world.sent()).toEqual(["bulkUpdateInstancesToLatestIntegrationVersion"]);
    expect(world.runs.integrations.stdout).toMatch(
      /2 instances of "Running" run version 2 now: "Of globex" of globex \(globex\): version/,
    );
    expect(now.outputs).toMatchObject({ upgradePending: false });
    created = now;
  });

  it("keep the integration from being deleted, and without deleteOnDestroy it stays anyway", async () => {
    // A run deletes nothing that it has kept before.
    await world.runs.next();
    const refusal = await world.runs.integrations
      .delete(created.id, { ...created.outputs, deleteOnDestroy: true })
      .catch((error: Error) => error.message);
    expect(refusal).toContain('Integration "Running" was not deleted: in Tenant');
    expect(refusal).toContain("2 instances would lose it");
    await world.runs.integrations.delete(created.id, created.outputs);
    expect(await world.sent()).toEqual([]);
  });
});
