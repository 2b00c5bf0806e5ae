import { describe, expect, it } from "vitest";
import { createCodeNativeBundle } from "./support/codeNativeBundle.ts";
import { importElsewhere, useCodeNativeWorld, type CodeNativeWorld } from "./support/codeNativeWorld.ts";
import { mutate } from "./support/contents.ts";
import { checkAndCreate } from "./support/provider.ts";

let world: CodeNativeWorld;
useCodeNativeWorld((begun) => (world = begun));

const IMPORT = ["publishComponent", "PUT package", "importIntegration"];

describe("A code-native integration", () => {
  it("is imported from its bundle: component, package, definition, icons, test keys, version", async () => {
    await world.build({
      iconPath: "icon.png",
      flows: [{ name: "Receive Order", requiresKey: true, testApiKeys: ["in code"] }],
      connections: { Acme: "acme-api-key" },
      more: { configuration: { instance: { schema: { of: "anything" }, version: 3 } } },
    });
    await world.bundle.write(".spectral/metadata.json", `{"from":"Git"}`);
    const publish = { comment: "First", attributes: { commitHash: "abc" } };
    const created = await world.create({ publish, testApiKeys: { "Receive Order": "from the stack" } });
    expect(await world.writes()).toEqual([
      ...IMPORT,
      "PUT icon",
      "PUT avatar",
      "updateIntegration",
      "updateInstance",
      "publishIntegration",
    ]);
    const found = await world.found();
    expect(found).toMatchObject({
      id: created.id,
      avatarUrl: expect.stringContaining("avatar") as string,
      hasUnpublishedChanges: false,
      versionSequence: { nodes: [{ versionNumber: 1, versionComment: "First" }] },
      systemInstance: {
        flowConfigs: { nodes: [{ flow: { name: "Receive Order" }, apiKeys: ["in code", "from the stack"] }] },
      },
    });
    expect(found.definition).toMatch(
      /"configuration":[^]*"of": "anything"[^]*"importMetadata":\s+"from": "Git"/,
    );
    expect(created.outputs).toMatchObject({
      name: world.name(),
      signature: found.components.nodes[0]?.signature,
      componentKey: found.components.nodes[0]?.key,
      stableKeys: { Acme: "acme-api-key" },
      keyedFlows: ["Receive Order"],
      versionNumber: 1,
      published: true,
    });
    expect(JSON.stringify(created.outputs)).not.toContain("in code");
  });

  it("has an empty preview without a request while its bundle is the same, although each load gives another key", async () => {
    const created = await world.create({ publish: true });
    await world.build();
    expect(await world.update(created, { publish: true })).toBeUndefined();
    expect((await world.tenant.requests()).length).toBe(0);
    const refreshed = await world.refresh(created);
    expect(refreshed).toEqual({
      id: created.id,
      inputs: created.inputs,
      outputs: expect.anything() as object,
    });
    expect(await world.update(refreshed, { publish: true })).toBeUndefined();
  });

  it("is imported again where the bundle or the metadata beside it is another one, and then published", async () => {
    const created = await world.create({ publish: true });
    await world.build({ salt: "another package" });
    await world.tenant.clearRequests();
    const updated = await world.update(created, { publish: true });
    expect(await world.writes()).toEqual([...IMPORT, "publishIntegration"]);
    const imports = (await world.tenant.mutations()).filter(({ field }) => field === "importIntegration");
    expect(imports.map(({ input }) => Object.keys(input).toSorted())).toEqual([
      ["definition", "integrationId"],
    ]);
    expect(updated?.outputs).toMatchObject({ versionNumber: 2, published: true });
    expect(updated?.outputs["signature"]).not.toBe(created.outputs["signature"]);
    await world.bundle.write(".spectral/metadata.json", `{"from":"Git"}`);
    await world.tenant.clearRequests();
    expect((await world.update(updated!, { publish: true }))?.outputs).toMatchObject({ versionNumber: 3 });
    expect((await world.found()).definition).toContain(`"from": "Git"`);
  });

  it("is renamed in its place by a bundle with another name, and is never replaced", async () => {
    const created = await world.create();
    await world.build({ name: `${world.name()} renamed` });
    await world.runs.next();
    const { inputs } = await world.runs.codeNative.check(created.inputs, world.args());
    const difference = await world.runs.codeNative.diff(created.id, created.outputs, inputs);
    expect(difference).toMatchObject({ changes: true, replaces: [] });
    await world.update(created);
    expect((await world.found(`${world.name()} renamed`)).id).toBe(created.id);
  });

  it("stays when it is destroyed, unless deleteOnDestroy is true", async () => {
    const created = await world.create();
    await world.runs.next();
    await world.runs.codeNative.delete(created.id, created.outputs);
    expect(world.runs.codeNative.stdout).toContain(`"${world.name()}" stays in`);
    await world.runs.codeNative.delete(created.id, { ...created.outputs, deleteOnDestroy: true });
    await world.runs.codeNative.delete(created.id, { ...created.outputs, deleteOnDestroy: true });
    await expect(world.found()).rejects.toThrow("0 integrations");
    expect(await world.writes()).toEqual(["deleteIntegration"]);
  });

  it("can be a zip, which is uploaded as it is", async () => {
    const created = await world.create();
    const { zipFolder } = await import("../provider/src/resources/component/package.ts");
    await world.bundle.write("built.zip", (await zipFolder(world.bundle.folder)).bytes);
    const bundle = `${world.bundle.project}/built.zip`;
    await world.runs.next();
    const { inputs, failures } = await world.runs.codeNative.check(created.inputs, { bundle });
    expect(failures).toEqual([]);
    expect(inputs["signature"]).toBe(created.inputs["signature"]);
  });
});

describe("What came into the draft meanwhile", () => {
  it("is told and no difference where it is the same bundle, imported by another client", async () => {
    const created = await world.create({ publish: true });
    await importElsewhere(world.tenant, world.bundle.folder, created.id);
    const refreshed = await world.refresh(created);
    expect(world.runs.codeNative.stdout).toMatch(/this very bundle was imported into .* once more meanwhile/);
    expect(refreshed.inputs).toEqual(created.inputs);
    expect(refreshed.outputs).toMatchObject({ published: true, versionNumber: 1 });
    expect(refreshed.outputs["componentKey"]).not.toBe(created.outputs["componentKey"]);
    expect(await world.update(refreshed, { publish: true })).toBeUndefined();
    const again = await world.refresh(refreshed);
    expect(world.runs.codeNative.stdout).not.toContain("meanwhile");
    expect(again.outputs).toEqual(refreshed.outputs);
  });

  it("is told where it is another bundle, shown as drift, and replaced by the program's", async () => {
    await world.build({ connections: { Acme: "acme-api-key" } });
    const created = await world.create({ publish: true });
    await using other = await createCodeNativeBundle({
      name: world.name(),
      description: "Another one",
      connections: { Acme: "acme-other" },
    });
    await importElsewhere(world.tenant, other.folder, created.id);
    const refreshed = await world.refresh(created);
    const changes = refreshed.inputs["draftChanges"] as string[];
    expect(changes).toEqual([
      expect.stringMatching(/^~ package: [0-9a-f]{40} => [0-9a-f]{40}$/),
      `~ description: "Tells about orders" => "Another one"`,
      `~ config variable "Acme", stableKey: "acme-api-key" => "acme-other"`,
      `~ config variable "Acme", useScopedConfigVar: "acme-api-key" => "acme-other"`,
    ]);
    expect(refreshed.inputs).toMatchObject({ stableKeys: { Acme: "acme-other" } });
    expect(world.runs.codeNative.stdout).toContain(
      "was changed from elsewhere since it was last imported from here",
    );
    const repaired = await world.update(refreshed, { publish: true });
    expect(await world.writes()).toEqual([...IMPORT, "publishIntegration"]);
    expect(repaired?.outputs).toMatchObject({ signature: created.outputs["signature"], versionNumber: 2 });
    expect((await world.found()).definition).toContain("acme-api-key");
  });

  it("may be a designer's integration in its place, which the import then replaces, and else it never asks for that", async () => {
    const created = await world.create();
    await mutate(world.tenant, "importIntegration", {
      integrationId: created.id,
      definition: `definitionVersion: 7\nname: ${world.name()}\nflows: []\n`,
      replace: true,
    });
    const refreshed = await world.refresh(created);
    expect(refreshed.inputs["draftChanges"]).toEqual(["~ a designer's integration took its place"]);
    await world.update(refreshed);
    const imports = (await world.tenant.mutations()).filter(({ field }) => field === "importIntegration");
    expect(imports.map(({ input }) => input["replace"])).toEqual([true]);
    expect((await world.found()).definition).toContain(`"isCodeNative": true`);
  });

  it("may be other test keys, which are set again without an import", async () => {
    await world.build({ flows: [{ name: "Receive Order", requiresKey: true }] });
    const more = { testApiKeys: { "Receive Order": "ours" } };
    const created = await world.create(more);
    const { integration } = await world.tenant.query<{
      integration: { systemInstance: { id: string; flowConfigs: { nodes: { flow: { id: string } }[] } } };
    }>(
      `query ($id: ID!) { integration(id: $id) { systemInstance { id flowConfigs { nodes { flow { id } } } } } }`,
      { id: created.id },
    );
    const { id, flowConfigs } = integration.systemInstance;
    const [flowConfig] = flowConfigs.nodes;
    await mutate(world.tenant, "updateInstance", {
      id,
      configMode: "INSTANCE",
      flowConfigs: [{ flowId: flowConfig?.flow.id, apiKeys: ["theirs"] }],
    });
    const refreshed = await world.refresh(created);
    expect(refreshed.inputs["testApiKeys"]).toEqual({});
    expect((await world.update(refreshed, more))?.outputs).toMatchObject({
      secretRevisions: { "Receive Order": 2 },
    });
    expect(await world.writes()).toEqual(["updateInstance"]);
    expect((await world.found()).systemInstance.flowConfigs.nodes[0]?.apiKeys).toEqual(["ours"]);
  });

  it("may be its deletion", async () => {
    const created = await world.create();
    await mutate(world.tenant, "deleteIntegration", { id: created.id });
    await world.runs.next();
    expect((await world.runs.codeNative.read(created.id, created.outputs)).id).toBe("");
  });
});

describe("An integration of that name", () => {
  it("is taken over where it has this very bundle, and refused where it has another one", async () => {
    const created = await world.create();
    await world.runs.next();
    const taken = await checkAndCreate(world.runs.codeNative, world.args());
    expect(taken.id).toBe(created.id);
    expect(await world.writes()).toEqual([]);
    await world.build({ salt: "another package" });
    await world.runs.next();
    const { failures } = await world.runs.codeNative.check({}, world.args());
    expect(failures.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(
        /^bundle: .* has an integration "Orders \d+" already that differs.*~ package[^]*import-file --code-native/s,
      ),
    ]);
    await world.runs.next({ "prismatic:adoptExisting": "true" });
    expect((await checkAndCreate(world.runs.codeNative, world.args())).id).toBe(created.id);
    expect(await world.writes()).toEqual(IMPORT);
    await world.runs.next();
  });

  it("is refused where it is made in the designer", async () => {
    await mutate(world.tenant, "importIntegration", {
      definition: `definitionVersion: 7\nname: ${world.name()}\nflows: []\n`,
    });
    await world.runs.next({ "prismatic:adoptExisting": "true" });
    const { failures } = await world.runs.codeNative.check({}, world.args());
    expect(failures.map(({ reason }) => reason)).toEqual([
      expect.stringContaining("already, and it is made in the designer. Nothing was changed."),
    ]);
    await world.runs.next();
  });
});
