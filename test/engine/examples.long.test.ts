import { mkdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../tools/setup/paths.mjs";
import { resourceChanges } from "../support/engineEvents.ts";
import { exampleProject } from "../support/exampleProject.ts";
import { demoConfigOf, exampleNames, projectNameOf, stackConfigOf } from "../support/examples.ts";
import { violations } from "../support/policies.ts";
import { runCommand } from "../support/processes.ts";
import type { PulumiProject } from "../support/pulumi.ts";
import { stackFiles } from "../support/stackFiles.ts";
import { textOf } from "../support/steps.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const customers = ["northwind", "globex"].map((externalId) => ({ externalId, name: externalId }));

/** Two tenants, as an example needs them at most. */
const startTenants = () => Promise.all([startTenant({ holds: { customers } }), startTenant()]);
const requestsOf = async (tenants: TestTenant[]) =>
  (await Promise.all(tenants.map((tenant) => tenant.requests()))).flat();
const stableKeysOf = async (tenants: TestTenant[]) =>
  (await Promise.all(tenants.map((tenant) => tenant.stableKeys()))).flat();

/** Brings an example up and looks that a second run has nothing to do, sends nothing, and shows no secret. */
async function comesUp(name: string, project: PulumiProject, tenants: TestTenant[]): Promise<void> {
  const { output, events } = await project.up(["--diff"], { events: true });
  const written = output + textOf(events) + (await project.stateFilesText());
  for (const secret of Object.values(demoConfigOf(name).secret)) expect(written).not.toContain(secret);
  await Promise.all(tenants.map((tenant) => tenant.clearRequests()));
  const again = await project.preview(["--expect-no-changes"], { events: true });
  expect(Object.keys(resourceChanges(again.events))).toEqual(["same"]);
  expect(await requestsOf(tenants)).toEqual([]);
}

/** Examples that are more than one stack of one project; each has a test of its own. */
const several = ["organization", "values-of-another-team/connections", "values-of-another-team/finance"];

describe("Each example", () => {
  it.each(exampleNames.filter((name) => !several.includes(name)))(
    "%s comes up, has nothing to do in a second preview, and goes without a trace",
    async (name) => {
      const tenants = await startTenants();
      try {
        await using project = await exampleProject(name, ...tenants);
        await comesUp(name, project, tenants);
        expect(await stableKeysOf(tenants)).not.toEqual([]);
        await project.destroy();
        expect(await stableKeysOf(tenants)).toEqual([]);
      } finally {
        for (const tenant of tenants) await tenant.dispose();
      }
    },
  );

  it("values-of-another-team: the project of the connections goes first, and neither undoes what the other owns", async () => {
    const tenants = await startTenants();
    const [tenant] = tenants;
    const [connections, finance] = ["connections", "finance"].map((name) => `values-of-another-team/${name}`);
    try {
      await using platform = await exampleProject(connections ?? "", ...tenants);
      await using team = await exampleProject(finance ?? "", ...tenants);
      const early = await team.preview([], { expectFailure: true });
      expect(early.output).toMatch(/has no connection "(stripe-billing|customer-ledger)"/);
      await comesUp(connections ?? "", platform, tenants);
      await comesUp(finance ?? "", team, tenants);
      // The other team's values are no change of the connections.
      const refreshed = await platform.preview(["--refresh", "--expect-no-changes"]);
      expect(refreshed.output).not.toContain("stripe-billing");
      await team.destroy();
      expect(await tenant.stableKeys()).toEqual(["customer-ledger", "stripe-billing"]);
      await platform.destroy();
      expect(await tenant.stableKeys()).toEqual([]);
    } finally {
      for (const each of tenants) await each.dispose();
    }
  });
});

describe("The organization with a tenant for dev, us and eu", () => {
  const name = "organization";
  const stacks = ["dev", "eu", "us"];

  it("previews all stacks with its pack, updates them, protects production, and goes", async () => {
    const tenants = new Map<string, TestTenant>();
    for (const stack of stacks) tenants.set(stack, await startTenant());
    const all = [...tenants.values()];
    const [first] = all as [TestTenant];
    try {
      await using project = await exampleProject(name, first, first, "dev");
      for (const [stackName, tenant] of [...tenants].slice(1)) {
        const own = Object.entries(demoConfigOf(name).secret);
        const secrets = Object.fromEntries(
          own.map(([key, value]) => [`${projectNameOf(name)}:${key}`, value]),
        );
        const files = stackFiles({
          ...{ projectName: projectNameOf(name), stackName },
          config: { ...tenant.config, ...stackConfigOf(name, stackName) },
          secrets: { ...tenant.secrets, ...secrets },
        });
        for (const [path, content] of Object.entries(files)) await project.writeFile(path, content);
      }
      // The pack is a package of its own, which npm's workspaces install beside the program's.
      await mkdir(join(project.folder, "policies/node_modules/@pulumi"), { recursive: true });
      for (const each of ["@pulumi/pulumi", "@pulumi/policy", "pulumi-prismatic-policies"])
        await symlink(join(root, "node_modules", each), join(project.folder, "policies/node_modules", each));
      await project.writeFile(
        "policies/package.json",
        await readFile(join(root, "examples", name, "policies/package.json"), "utf8"),
      );

      const command = [join(root, "rollout/bin/prismatic-rollout.js"), "preview", "--all"];
      const rollout = await runCommand(process.execPath, [...command, "--policy-pack", "policies"], {
        cwd: project.folder,
        env: project.environment(),
      });
      expect(rollout.exitCode, rollout.output).toBe(2);
      expect(rollout.output).toContain("3 stacks: 0 failed, 0 with policy violations, 3 changed");

      const keys = ["customer-database", "slack-oauth", "stripe-billing"];
      for (const [stack, tenant] of tenants) {
        const up = await project.run(
          ["up", "--yes", "--skip-preview", "--stack", stack, "--policy-pack", "policies"],
          { events: true },
        );
        expect(violations(up.events), stack).toEqual([]);
        await tenant.clearRequests();
        await project.preview(["--expect-no-changes", "--stack", stack, "--policy-pack", "policies"]);
        expect(await tenant.requests()).toEqual([]);
        expect(await tenant.stableKeys()).toEqual(stack === "us" ? ["airtable-token", ...keys] : keys);
      }

      const refused = await project.destroy(["--stack", "us"], { expectFailure: true });
      expect(refused.output).toContain("protected");
      for (const stack of stacks) {
        await project.run(["state", "unprotect", "--all", "--yes", "--stack", stack]);
        await project.destroy(["--stack", stack]);
      }
      expect(await stableKeysOf(all)).toEqual([]);
    } finally {
      for (const tenant of all) await tenant.dispose();
    }
  });
});
