import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resourceChanges } from "../support/engineEvents.ts";
import { createBundle, type Bundle } from "../support/componentBundle.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const program = `
  import { readFileSync } from "node:fs";
  import { Component, CustomerConnection, EmbeddedWorkflowFlag, Tenant } from "pulumi-prismatic";

  const declared = JSON.parse(readFileSync("tenant.json", "utf8"));
  const provider = declared && new Tenant(declared.name, declared.args);
  const options = provider ? { provider } : {};
  const connection = new CustomerConnection("todoist", { component: "todoist", stableKey: "todoist", name: "Todoist" }, options);
  const parcels = new Component("parcels", { bundle: readFileSync("bundle.txt", "utf8"), deleteOnDestroy: true }, options);
  new CustomerConnection("parcels", { component: parcels, stableKey: "parcels", name: "Parcels" }, options);
  new EmbeddedWorkflowFlag("flag", { connection, enabled: true }, options);
`;

describe("Resources whose tenant changes", () => {
  let us: TestTenant;
  let eu: TestTenant;
  let project: PulumiProject;
  let bundle: Bundle;

  beforeAll(async () => {
    [us, eu] = await Promise.all([startTenant(), startTenant()]);
    project = await createPulumiProject({ program, config: us.config, secrets: us.secrets });
    await Promise.all([us.setProcessing(0), eu.setProcessing(0)]);
    bundle = await createBundle({ key: "parcels" });
    await project.writeFile("bundle.txt", bundle.folder);
    await declare(null);
    await project.up();
  });
  afterAll(() =>
    Promise.all([us?.dispose(), eu?.dispose(), project?.dispose(), bundle?.[Symbol.asyncDispose]()]).then(
      () => undefined,
    ),
  );

  const declare = (tenant: { name: string; args: object } | null) =>
    project.writeFile("tenant.json", JSON.stringify(tenant));
  const argsOf = ({ url, id, refreshToken }: TestTenant) => ({ url, tenantId: id, refreshToken });
  const configure = async ({ config, refreshToken }: TestTenant) => {
    for (const [key, value] of Object.entries(config)) await project.setConfig(key, value);
    await project.setConfig("prismatic:refreshToken", refreshToken, { secret: true });
  };
  /** Stable keys and versions of the component. */
  const kept = async (tenant: TestTenant) =>
    [
      ...(await tenant.stableKeys()),
      ...(await tenant.componentVersions("parcels")).map(({ versionNumber }) => `parcels ${versionNumber}`),
    ].sort();
  const keys = async () => ({ us: await kept(us), eu: await kept(eu) });
  const all = ["parcels", "parcels 1", "todoist"];

  it("stay where a Tenant names the same tenant as the stack", async () => {
    await declare({ name: "first", args: argsOf(us) });
    await us.clearRequests();
    const { events } = await project.up([], { events: true });
    expect(resourceChanges(events)).toEqual({ create: 1, same: 5 });
    expect(await us.requests()).toEqual([]);
  });

  it("move where the Tenant's own arguments change", async () => {
    await declare({ name: "first", args: argsOf(eu) });
    const preview = await project.preview([], { events: true });
    expect(resourceChanges(preview.events)).toEqual({ replace: 5, same: 1 });
    await project.up();
    expect(await keys()).toEqual({ us: [], eu: all });
  });

  it("move where their provider becomes another Tenant", async () => {
    await declare({ name: "second", args: argsOf(us) });
    const { events } = await project.up([], { events: true });
    expect(resourceChanges(events)).toEqual({ create: 1, replace: 4, delete: 1, same: 1 });
    expect(await keys()).toEqual({ us: all, eu: [] });
  });

  it("stay where the stack names the same tenant as their Tenant", async () => {
    await declare(null);
    await us.clearRequests();
    const { events } = await project.up([], { events: true });
    expect(resourceChanges(events)).toEqual({ delete: 1, same: 5 });
    expect(await us.requests()).toEqual([]);
  });

  it("are refused where the stack's configuration names another one, until it names theirs again", async () => {
    await configure(eu);
    const both = new RegExp(`tenant ${us.id} at ${us.url}.*tenant ${eu.id} at ${eu.url}`);
    const { output } = await project.up([], { expectFailure: true });
    expect(output).toMatch(both);
    for (const command of [["destroy"], ["destroy", "--run-program"], ["refresh", "--run-program"]]) {
      const failed = await project.run([...command, "--yes", "--skip-preview"], { expectFailure: true });
      expect(failed.output).toMatch(both);
    }
    expect(await keys()).toEqual({ us: all, eu: [] });

    await configure(us);
    await project.up();
    await project.destroy();
    expect(await keys()).toEqual({ us: [], eu: [] });
  });
});
