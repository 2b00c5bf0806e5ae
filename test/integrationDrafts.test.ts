import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { root } from "../tools/setup/paths.mjs";
import { hooli, type IntegrationWorld, useIntegrationWorld } from "./support/integrationWorld.ts";
import {
  argumentsOf,
  createIntegration,
  designerWrites,
  named,
  updateIntegration,
} from "./support/integrations.ts";
import { reasons, type Created } from "./support/provider.ts";

const drafts = join(root, "replaced-drafts");

/** Files of the integrations of these tests; those of tests at the same time are in the same folder. */
const OWN_FILE = /^(Designed|Taken|Adopted|Owned)-/;
const savedDrafts = async () => (await readdir(drafts).catch(() => [])).filter((file) => OWN_FILE.test(file));

let world: IntegrationWorld;
useIntegrationWorld((begun) => (world = begun));
afterEach(async () => {
  for (const file of await savedDrafts()) await rm(join(drafts, file));
});

describe("A draft that a designer changed", () => {
  const text = named(hooli, "Designed");
  let created: Created;
  const changed = (definition: string) => definition.replace("How often do you want", "How often shall we");

  beforeAll(async () => {
    created = await createIntegration(world.runs.integrations, text);
    await designerWrites(world.tenant, created.id, changed(text));
    await world.runs.next();
  });

  const next = () => argumentsOf(text.replace("5 */1 * * *", "7 */1 * * *"));

  it("is not overwritten: the preview refuses and shows what was changed", async () => {
    const { inputs, failures } = await world.runs.integrations.check(created.inputs, next());
    expect(failures).toEqual([]);
    const refusal = await world.runs.integrations
      .diff(created.id, created.outputs, inputs)
      .catch((error: Error) => error.message);
    expect(refusal).toContain('the draft of integration "Designed"');
    expect(refusal).toContain('~ config variable "Sync Schedule", description: "How often do you want');
    expect(refusal).toContain("overwriteDraft: true");
    // A validation is a mutation that changes nothing.
    expect(refusal).toContain("Nothing was changed.");
    expect(await world.sent()).toEqual(["validateIntegrationSchema"]);
  });

  it("is found by a refresh, which refuses nothing, and refused by the next update", async () => {
    // The preview before has judged this integration, and a refresh judges nothing.
    await world.runs.next();
    const read = await world.runs.integrations.read(created.id, created.outputs);
    expect(read.inputs.draftChanges).toEqual([
      expect.stringMatching(
        /^~ config variable "Sync Schedule", description: "How often do you want.* => "How often shall we/,
      ),
    ]);
    expect((await world.runs.integrations.diff(created.id, read.outputs, created.inputs)).changes).toBe(true);
    expect(await reasons(world.runs.integrations, read, argumentsOf(text))).toEqual([
      expect.stringContaining('the draft of integration "Designed"'),
    ]);
    expect(await world.sent()).toEqual([]);
  });

  it("may be brought into the file, and then nothing stands in the way", async () => {
    const read = await world.runs.integrations.read(created.id, created.outputs);
    expect(await reasons(world.runs.integrations, read, argumentsOf(changed(text)))).toEqual([]);
    const { inputs } = await world.runs.integrations.check(created.inputs, argumentsOf(changed(text)));
    expect((await world.runs.integrations.diff(created.id, created.outputs, inputs)).changes).toBe(true);
  });

  it("is replaced where that is asked for, and saved to a file first", async () => {
    const { now } = await updateIntegration(world.runs, created, {
      ...next(),
      overwriteDraft: true,
    });
    expect((await world.found("Designed")).definition).toContain("7 */1 * * *");
    const [file = "", ...others] = await savedDrafts();
    expect(others).toEqual([]);
    expect(await readdir(drafts)).toContain(".gitignore");
    expect(await readFile(join(drafts, file), "utf8")).toContain("How often shall we");
    expect((await stat(join(drafts, file))).mode & 0o777).toBe(0o600);
    const read = await world.runs.integrations.read(created.id, now.outputs);
    expect(read.inputs.draftChanges).toBeUndefined();
  });
});

describe("Creating an integration", () => {
  it("after a lost answer finds what was made", async () => {
    const text = named(hooli, "Found again");
    await world.tenant.injectFault({ rootField: "importIntegration" }, { type: "dropAfter" });
    await createIntegration(world.runs.integrations, text);
    expect((await world.found("Found again")).name).toBe("Found again");
  });

  it("takes over one that means the same, and refuses another one of the name", async () => {
    const text = named(hooli, "Taken");
    const { id } = await createIntegration(world.runs.integrations, text);
    await world.runs.next();
    expect((await createIntegration(world.runs.integrations, text)).id).toBe(id);
    expect(await world.sent()).toEqual(["validateIntegrationSchema"]);
    const [refusal] = await reasons(
      world.runs.integrations,
      { inputs: {} },
      argumentsOf(text.replace("5 */1", "6 */1")),
    );
    expect(refusal).toMatch(/has an integration "Taken" already that differs.*defaultValue: "6 .*" => "5 /s);
    expect(refusal).toContain('import-file "Integration/Taken"');
  });
});

describe("An integration that is there", () => {
  it("is renamed by the next run where one was cut off that had done so already", async () => {
    const created = await createIntegration(world.runs.integrations, named(hooli, "Cut off"));
    const renamed = argumentsOf(named(hooli, "Cut off and renamed"));
    await world.tenant.injectFault({ rootField: "importIntegration" }, { type: "dropAfter" }, 2);
    await expect(updateIntegration(world.runs, created, renamed)).rejects.toThrow(/not known; to find out/);
    const { now } = await updateIntegration(world.runs, created, renamed);
    expect(now.id).toBe((await world.found("Cut off and renamed")).id);
    await expect(world.found("Cut off")).rejects.toThrow("0 integrations");
  });

  it("is renamed in place", async () => {
    const created = await createIntegration(world.runs.integrations, named(hooli, "Old name"));
    await world.tenant.clearRequests();
    const renamed = argumentsOf(named(hooli, "New name"));
    const { now } = await updateIntegration(world.runs, created, renamed);
    expect(now.outputs).toMatchObject({ name: "New name" });
    expect((await world.found("New name")).id).toBe(created.id);
    await expect(world.found("Old name")).rejects.toThrow("0 integrations");
    expect(await world.sent()).toEqual(["validateIntegrationSchema", "importIntegration"]);
  });

  it("and differs is overwritten where the configuration says to adopt what exists", async () => {
    const text = named(hooli, "Adopted");
    const { id } = await createIntegration(world.runs.integrations, text);
    await world.runs.next({ "prismatic:adoptExisting": "true" });
    const adopted = await createIntegration(world.runs.integrations, text.replace("5 */1", "6 */1"));
    expect(adopted.id).toBe(id);
    expect((await world.found("Adopted")).definition).toContain("6 */1");
    await world.runs.next();
  });

  it("belongs to a customer where one is named, and is found as it was by the next run", async () => {
    const text = named(hooli, "Owned");
    const { id, inputs, outputs } = await createIntegration(world.runs.integrations, text, {
      customer: "globex",
    });
    const { integration } = await world.tenant.query<{
      integration: { customer: { externalId: string } | null };
    }>("query ($id: ID!) { integration(id: $id) { customer { externalId } } }", { id });
    expect(integration.customer).toEqual({ externalId: "globex" });
    await world.runs.next();
    const read = await world.runs.integrations.read(id, outputs);
    expect([read.inputs, read.outputs]).toEqual([inputs, outputs]);
  });

  it("uses a build-only connection where that is allowed", async () => {
    const { outputs } = await createIntegration(world.runs.integrations, named(hooli, "Built"), {
      connections: { "Acme Connection": { stableKey: "built" } },
      allowBuildOnly: true,
    });
    expect(outputs).toMatchObject({ name: "Built" });
    expect((await world.found("Built")).definition).toMatch(/useScopedConfigVar"?: "?built/);
  });
});

describe("Destroying an integration", () => {
  it("deletes it where that was asked for, and again without a failure", async () => {
    const created = await createIntegration(world.runs.integrations, named(hooli, "Gone"), {
      deleteOnDestroy: true,
    });
    await world.runs.next();
    await world.runs.integrations.delete(created.id, created.outputs);
    await world.runs.integrations.delete(created.id, created.outputs);
    await expect(world.found("Gone")).rejects.toThrow("0 integrations");
    expect((await world.runs.integrations.read(created.id, created.outputs)).id).toBe("");
  });

  it.each(["dropAfter", "dropBefore"] as const)(
    "after a lost answer (%s) looks whether it is there before it deletes again",
    async (type) => {
      const created = await createIntegration(world.runs.integrations, named(hooli, type), {
        deleteOnDestroy: true,
      });
      await world.runs.next();
      await world.tenant.clearRequests();
      await world.tenant.injectFault({ rootField: "deleteIntegration" }, { type });
      await world.runs.integrations.delete(created.id, created.outputs);
      await expect(world.found(type)).rejects.toThrow("0 integrations");
      const times = type === "dropAfter" ? 1 : 2;
      expect(await world.sent()).toEqual(Array.from({ length: times }, () => "deleteIntegration"));
    },
  );
});
