import type { ChildProcess } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { declare, declaringProgram, type Declared } from "../support/declaration.ts";
import { providersOf } from "../support/providersOf.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

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

const create = { rootField: "createScopedConfigVariable" };
const patience = { timeout: 60_000, interval: 100 };

describe.runIf(process.platform === "linux")("After kill -9 of the command line, during creates,", () => {
  let tenant: TestTenant;
  let project: PulumiProject;
  let sentThen: number;

  beforeAll(async () => {
    tenant = await startTenant();
    // One create after the other, so that some are still to come.
    const config = { ...tenant.config, "prismatic:batchSize": "1", "prismatic:requestsPerSecond": "1" };
    project = await createPulumiProject({ program: declaringProgram, config, secrets: tenant.secrets });
    await declare(project, declared);
    let engine: ChildProcess | undefined;
    const run = project.up([], { expectFailure: true, onStart: (child) => void (engine = child) });
    await vi.waitFor(async () => expect(await creates()).not.toEqual([]), patience);
    await tenant.injectFault(create, { type: "delay", milliseconds: 10_000 }, stableKeys.length);
    await vi.waitFor(async () => expect((await creates()).at(-1)?.status).toBeNull(), patience);
    // Killed while it writes its state, the engine leaves an empty file: its own affair, so it shall have written.
    await vi.waitFor(async () => {
      const answered = (await creates()).filter(({ status }) => status !== null).length;
      expect(await pendingCreates()).toBe(stableKeys.length - answered);
    }, patience);
    expect(await providersOf(project.folder)).not.toEqual([]);
    engine?.kill("SIGKILL");
    sentThen = (await creates()).length;
    await run;
  });
  afterAll(async () => {
    await project?.dispose();
    await tenant?.dispose();
  });

  const creates = async () =>
    (await tenant.requests()).filter(({ rootFields }) => rootFields.includes(create.rootField));

  /** Operations that the engine has begun and not finished, by its state. */
  async function pendingCreates(): Promise<number | undefined> {
    const { deployment } = await project.exportState();
    return deployment.pending_operations?.length;
  }

  it("the provider's process ends by itself, before it has sent everything", async () => {
    await vi.waitFor(async () => expect(await providersOf(project.folder)).toEqual([]), patience);
    const sent = (await creates()).length;
    expect(sent).toBeGreaterThanOrEqual(sentThen);
    expect(sent).toBeLessThan(stableKeys.length);
  });

  it("the next run completes what is missing, and every stable key exists once", async () => {
    // The tenant carries out what it has received, answer or not.
    await vi.waitFor(async () => {
      expect((await creates()).filter(({ status }) => status === null)).toEqual([]);
    }, patience);
    await tenant.clearFaults();
    const left = await tenant.stableKeys();
    expect(left.length).toBeLessThan(stableKeys.length);

    await project.run(["cancel", "--yes"]);
    await project.setConfig("prismatic:requestsPerSecond", "20");
    await project.setConfig("prismatic:batchSize", "25");
    await tenant.clearRequests();
    await project.up();
    expect(await tenant.stableKeys()).toEqual(stableKeys);
    const created = (await tenant.mutations()).filter(({ field }) => field === create.rootField);
    expect(created).toHaveLength(stableKeys.length - left.length);
    for (const stableKey of stableKeys) {
      expect(await tenant.values(stableKey)).toMatchObject({
        clientId: "4711",
        clientSecret: "client-secret",
      });
    }
    await project.up(["--expect-no-changes"]);
  });
});
