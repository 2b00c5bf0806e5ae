import type { ChildProcess } from "node:child_process";
import { readdir, readFile, readlink } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { declare, declaringProgram, type Declared } from "./support/declaration.ts";
import { createPulumiProject, type PulumiProject } from "./support/pulumi.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const stableKeys = Array.from({ length: 8 }, (_, index) => `slack-${index}`);

const declared = stableKeys.map((stableKey): Declared => ({
  type: "CustomerConnection",
  name: stableKey,
  args: {
    component: "slack",
    connectionType: "oauth2",
    stableKey,
    name: stableKey,
    globalValues: { clientId: "4711" },
    globalSecrets: { clientSecret: "client-secret", signingSecret: "signing-secret" },
  },
}));

describe.runIf(process.platform === "linux")("After kill -9 of the command line, during creates,", () => {
  let tenant: TestTenant;
  let project: PulumiProject;
  let mutationsThen: number;

  beforeAll(async () => {
    tenant = await startTenant();
    const config = { ...tenant.config, "prismatic:batchSize": "1", "prismatic:requestsPerSecond": "1" };
    project = await createPulumiProject({ program: declaringProgram, config, secrets: tenant.secrets });
    await declare(project, declared);
    let engine: ChildProcess | undefined;
    const run = project.up([], { expectFailure: true, onStart: (child) => void (engine = child) });
    await vi.waitFor(async () => expect((await tenant.mutations()).length).toBeGreaterThanOrEqual(2), {
      timeout: 50_000,
    });
    expect(await processesOf(project.folder)).not.toEqual([]);
    engine?.kill("SIGKILL");
    mutationsThen = (await tenant.mutations()).length;
    await run;
  });
  afterAll(async () => {
    await project?.dispose();
    await tenant?.dispose();
  });

  it("the provider's process ends by itself", async () => {
    await vi.waitFor(async () => expect(await processesOf(project.folder)).toEqual([]), { timeout: 20_000 });
  });

  it("it sends little more, and nothing once it has ended", async () => {
    // A second or two until it looks again, at one request a second.
    const mutations = (await tenant.mutations()).length;
    expect(mutations).toBeLessThan(stableKeys.length);
    expect(mutations - mutationsThen).toBeLessThanOrEqual(3);
  });

  it("the next run completes what is missing, and every stable key exists once", async () => {
    await project.run(["cancel", "--yes"]);
    await project.setConfig("prismatic:requestsPerSecond", "20");
    await project.up();
    expect(await tenant.stableKeys()).toEqual(stableKeys);
    for (const stableKey of stableKeys)
      expect(await tenant.values(stableKey)).toMatchObject({ clientId: "4711" });
    await project.up(["--expect-no-changes"]);
    await project.destroy();
    expect(await tenant.stableKeys()).toEqual([]);
  });
});

/** The dynamic-provider processes that work in a folder, as Linux lists them. */
async function processesOf(folder: string): Promise<string[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    ids.map(async (id) => {
      const cwd = await readlink(`/proc/${id}/cwd`).catch(() => "");
      const command = await readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "");
      return cwd.startsWith(folder) && command.includes("dynamic-provider") ? [id] : [];
    }),
  );
  return found.flat();
}
