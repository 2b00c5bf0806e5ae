import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Owner } from "../../rollout/src/lock/owner.ts";
import { readS3Address } from "../../rollout/src/lock/s3Address.ts";
import { S3Locks } from "../../rollout/src/lock/s3Locks.ts";
import { S3Objects } from "../../rollout/src/lock/s3Objects.ts";
import { itKeepsItsLocks } from "../../rollout/src/testing/lockPromises.ts";
import { connections, holdCreation, onlyOneRuns, UP } from "../support/rolloutUps.ts";
import { CANARY, createRolloutWorld } from "../support/rolloutWorld.ts";
import { startS3, type TestS3 } from "../support/s3.ts";

describe("A lock in a server of S3", () => {
  let s3: TestS3;
  beforeEach(async () => {
    s3 = await startS3("locks");
    for (const [name, value] of Object.entries(s3.env)) vi.stubEnv(name, value);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await s3[Symbol.asyncDispose]();
  });

  itKeepsItsLocks(
    (owner: Owner) => new S3Locks(new S3Objects(readS3Address(s3.url, process.env)), { project: "p", owner }),
  );
});

describe("A rollout with its states in S3", () => {
  it("is taken up again after kill -9, shares no stack with another, and makes nothing twice", async () => {
    await using s3 = await startS3("states");
    const env = { PULUMI_BACKEND_URL: s3.url, ...s3.env };
    await using world = await createRolloutWorld(["eu"], { rollout: "version: 1\n", connections, env });
    // A new stack has a passphrase; its settings keep the source of the key.
    const settings = join(world.project.folder, "Pulumi.eu.yaml");
    const text = await readFile(settings, "utf8");
    await world.project.run(["stack", "init", "eu"], { env: { PULUMI_STACK: "" } });
    await writeFile(settings, text);

    const isHeld = await holdCreation(world, "eu", 4000);
    const { child, ended } = world.start([...UP, "--all"]);
    await isHeld();
    child.kill("SIGKILL");
    await ended;

    await onlyOneRuns(world);
    const { stdout } = await world.project.run(["stack", "export", "--stack", "eu"]);
    const { deployment } = JSON.parse(stdout) as {
      deployment: { resources: { type: string }[]; pending_operations?: unknown[] };
    };
    expect(deployment.resources.filter(({ type }) => type.includes("prismatic:"))).toHaveLength(connections);
    expect(deployment.pending_operations ?? []).toEqual([]);
    const plain = await world.project.run(["preview", "--stack", "eu", "--expect-no-changes"]);
    expect(plain.exitCode).toBe(0);
    const written = await world.written();
    expect(written).toContain("The rollout that had this stack died");
    expect(written).not.toContain(CANARY);
    expect(written).not.toContain("canary-Qx-of-the-backend");
  });
});
