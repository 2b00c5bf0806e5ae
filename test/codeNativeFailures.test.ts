import { describe, expect, it } from "vitest";
import { importElsewhere, useCodeNativeWorld, type CodeNativeWorld } from "./support/codeNativeWorld.ts";
import { startHostileServer } from "./support/hostileServer.ts";
import { checkAndCreate, type Created } from "./support/provider.ts";
import { failure } from "./support/publishingWorld.ts";

let world: CodeNativeWorld;
useCodeNativeWorld((begun) => (world = begun));

/** Creates the test's integration, which fails, as the engine keeps it then. */
async function halfMade(more: Record<string, unknown> = {}): Promise<Created & { reason: string }> {
  const { inputs } = await world.runs.codeNative.check({}, world.args(more));
  const error = await failure(world.runs.codeNative.create(inputs));
  const { id } = await world.found();
  const outputs = (error as Error & { properties?: Record<string, unknown> }).properties ?? {};
  return { id, inputs, outputs, reason: error.message };
}

const refused = { type: "payloadError" as const, field: "__all__", messages: ["Not today."] };

describe("An import that fails", () => {
  it("because the package is not processed in time imports nothing, says so, and can be repeated", async () => {
    await world.tenant.setProcessing(3600);
    const failed = await failure(world.create({ waitSeconds: 1 }));
    expect(failed.message).toMatch(
      /Integration "Orders \d+" was not imported: Prismatic did not process its package within 1 s \(waitSeconds\)\. Tenant .* keeps what it had\. To go on: pulumi up/,
    );
    expect(await world.writes()).toEqual(["publishComponent", "PUT package"]);
    await expect(world.found()).rejects.toThrow("0 integrations");
    await world.tenant.setProcessing(0);
    expect((await world.create()).id).toBe((await world.found()).id);
  });

  it("waits while the tenant hides the component or says nothing of it", async () => {
    await world.tenant.setProcessing(1);
    const created = await world.create({ waitSeconds: 30 });
    const asked = (await world.tenant.requests()).filter(
      ({ operationName }) => operationName === "ReadComponentAvailability",
    );
    expect(asked.length).toBeGreaterThan(1);
    expect(created.id).toBe((await world.found()).id);
  });

  it("because the upload is refused imports nothing, and leaves an update as it was", async () => {
    const created = await world.create();
    await world.build({ salt: "another package" });
    await world.tenant.injectFault({ path: "/uploads/package" }, { type: "status", status: 403 });
    const failed = await failure(world.update(created));
    expect(failed.message).toMatch(
      /was not imported: the upload of the package \(\d+ kB\) failed: .* HTTP 403/,
    );
    expect((await world.found()).components.nodes[0]?.signature).toBe(created.outputs["signature"]);
    expect((await world.update(created))?.outputs["signature"]).not.toBe(created.outputs["signature"]);
  });

  it("after a new name was carried out is completed by the next run", async () => {
    const created = await world.create();
    const name = `${world.name()} renamed`;
    await world.build({ name });
    await world.tenant.injectFault({ rootField: "importIntegration" }, { type: "dropAfter" }, 2);
    expect((await failure(world.update(created))).message).toContain("not known; to find out");
    expect((await world.update(created))?.id).toBe((await world.found(name)).id);
    await expect(world.found()).rejects.toThrow("0 integrations");
  });

  it("only to be seen yet is known by what was imported", async () => {
    await using server = await startHostileServer(world.tenant);
    await world.runs.next(server.config);
    server.meddle = ({ operation, text }) => {
      if (operation !== "FindCodeComponents") return undefined;
      const { data } = JSON.parse(text) as { data: { components: object } };
      return JSON.stringify({ data: { components: { ...data.components, nodes: [] } } });
    };
    const { outputs } = await world.create();
    await world.runs.next();
    const [component] = (await world.found()).components.nodes;
    expect(outputs["componentKey"]).toBe(component?.key);
    expect(outputs["draft"]).not.toContain(component?.key);
  });

  it("by an update is known by its answer, where a read does not show it yet", async () => {
    const created = await world.create();
    await world.build({ variables: { Region: "eu" } });
    await using server = await startHostileServer(world.tenant);
    await world.runs.next(server.config);
    let before: string | undefined;
    let isImported = false;
    server.meddle = ({ operation, text }) => {
      isImported ||= operation === "ImportIntegration";
      if (operation !== "ReadCodeNativeIntegration") return undefined;
      if (!isImported) before = text;
      return isImported ? before : undefined;
    };
    const { inputs } = await world.runs.codeNative.check(created.inputs, world.args());
    const outputs = await world.runs.codeNative.update(created.id, created.outputs, inputs);
    expect(before).toBeDefined();
    const refreshed = await world.refresh({ ...created, outputs });
    expect(refreshed.outputs).not.toHaveProperty("draftChanges");
    expect(refreshed.outputs["draft"]).toContain("Region");
    expect(refreshed.outputs["draft"]).toBe(outputs["draft"]);
  });

  it("because the answer is lost is not made twice", async () => {
    await world.tenant.injectFault({ rootField: "importIntegration" }, { type: "dropAfter" });
    await world.tenant.injectFault({ rootField: "publishComponent" }, { type: "dropAfter" });
    const created = await world.create();
    expect(created.id).toBe((await world.found()).id);
    expect(await world.writes()).toEqual([
      "publishComponent",
      "publishComponent",
      "PUT package",
      "importIntegration",
    ]);
  });

  it("before its icons are there is imported again by the next run, whatever a refresh finds", async () => {
    await world.build({ iconPath: "icon.png" });
    await world.tenant.injectFault({ rootField: "updateIntegration" }, refused);
    const half = await halfMade({ publish: true });
    expect(half.reason).toContain("is imported into Tenant");
    expect(half.reason).toContain("without its icons");
    expect(half.outputs).toMatchObject({ published: false });
    const refreshed = await world.refresh(half);
    const whole = await world.update({ ...refreshed, inputs: half.inputs }, { publish: true });
    expect(await world.writes()).toEqual([
      "publishComponent",
      "PUT package",
      "importIntegration",
      "PUT icon",
      "PUT avatar",
      "updateIntegration",
      "publishIntegration",
    ]);
    expect(whole?.outputs).toMatchObject({ published: true, versionNumber: 1 });
    expect((await world.found()).avatarUrl).not.toBeNull();
  });

  it("before its test keys are set has them set by the next run, without an import", async () => {
    await world.build({ flows: [{ name: "Receive Order", requiresKey: true }] });
    await world.tenant.injectFault({ rootField: "updateInstance" }, refused);
    const more = { testApiKeys: { "Receive Order": "hush-key" } };
    const half = await halfMade(more);
    expect(half.reason).toContain("the keys for test runs were not set");
    expect(half.reason).not.toContain("hush");
    await world.tenant.clearRequests();
    const whole = await world.update(half, more);
    expect(await world.writes()).toEqual(["updateInstance"]);
    expect(whole?.outputs).toMatchObject({ secretRevisions: { "Receive Order": 1 } });
    expect((await world.found()).systemInstance.flowConfigs.nodes[0]?.apiKeys).toEqual(["hush-key"]);
  });

  it("before it could say so is taken over, its icons included", async () => {
    const created = await world.create();
    await world.build({ iconPath: "icon.png" });
    await importElsewhere(world.tenant, world.bundle.folder, created.id);
    await world.runs.next();
    const taken = await checkAndCreate(world.runs.codeNative, world.args());
    expect(taken.id).toBe(created.id);
    expect((await world.found()).avatarUrl).not.toBeNull();
  });

  it("of a bundle that changed since the preview sends nothing", async () => {
    const { inputs } = await world.runs.codeNative.check({}, world.args());
    await world.build({ salt: "another package" });
    const failed = await failure(world.runs.codeNative.create(inputs));
    expect(failed.message).toMatch(/was not imported into .*has changed since it was planned \(signature /);
    expect(await world.writes()).toEqual([]);
  });
});
