import { cp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../tools/setup/paths.mjs";
import { contentsOf, type Contents } from "../support/contents.ts";
import { diagnosticErrors, resourceChanges } from "../support/engineEvents.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const folder = join(root, "examples/every-resource");

describe("A state that is lost without a backup", () => {
  let tenant: TestTenant;
  let project: PulumiProject;
  let before: Contents;

  beforeAll(async () => {
    const customers = ["northwind", "globex"].map((externalId) => ({ externalId, name: externalId }));
    tenant = await startTenant({ holds: { customers } });
    const demo = JSON.parse(await readFile(join(folder, "demo-config.json"), "utf8")) as Record<
      "plain" | "secret",
      Record<string, string>
    >;
    const own = (values: Record<string, string>) =>
      Object.fromEntries(Object.entries(values).map(([key, value]) => [`test-project:${key}`, value]));
    project = await createPulumiProject({
      program: await readFile(join(folder, "index.ts"), "utf8"),
      config: { ...tenant.config, ...own(demo.plain) },
      secrets: { ...tenant.secrets, ...own(demo.secret) },
    });
    await cp(join(project.folder, ".state"), join(project.folder, ".empty"), { recursive: true });
    await project.up();
    before = await contentsOf(tenant);
  });
  afterAll(async () => {
    await project?.dispose();
    await tenant?.dispose();
  });

  async function lose(): Promise<void> {
    await rm(join(project.folder, ".state"), { recursive: true });
    await cp(join(project.folder, ".empty"), join(project.folder, ".state"), { recursive: true });
    await tenant.clearRequests();
  }
  const creating = async () =>
    (await tenant.mutations()).filter(({ field }) => /^(create|delete)/.test(field));

  it("is made anew by an update that takes over every kind of resource, and creates nothing twice", async () => {
    await lose();
    const { events } = await project.up([], { events: true });
    expect(diagnosticErrors(events)).toEqual([]);
    expect(Object.keys(resourceChanges(events))).toEqual(["create"]);
    expect(await creating()).toEqual([]);
    expect(await contentsOf(tenant)).toEqual(before);
    const again = await project.preview(["--refresh", "--expect-no-changes"], { events: true });
    expect(Object.keys(resourceChanges(again.events))).toEqual(["same"]);
  });

  it("leaves a state with which everything goes that the program made, where adoptExisting was set", async () => {
    await lose();
    await project.run(["config", "set", "prismatic:adoptExisting", "true"]);
    await project.up();
    expect(await creating()).toEqual([]);
    await project.destroy();
    const { connections, credentials } = await contentsOf(tenant);
    expect({ connections, credentials }).toEqual({ connections: {}, credentials: {} });
  });
});
