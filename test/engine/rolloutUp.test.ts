import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { startPostgres } from "../support/postgres.ts";
import {
  connections,
  holdCreation,
  onlyOneRuns,
  stateOf,
  STABLE_KEYS,
  UP,
  WHOLE,
} from "../support/rolloutUps.ts";
import { createRolloutWorld, program } from "../support/rolloutWorld.ts";

describe("A rollout that is broken off", () => {
  it("by kill -9 within an update is resumed without a duplicate or an orphan", async () => {
    await using world = await createRolloutWorld(["eu", "us"], { rollout: "version: 1\n", connections });
    const isHeld = await holdCreation(world, "eu", 4000);
    const { child, ended } = world.start([...UP, "--all"]);
    await isHeld();
    child.kill("SIGKILL");
    await ended;
    // What a process leaves that dies as it writes them.
    const attributes = join(dirname(world.project.stateFile), "us.json.attrs");
    await writeFile(attributes, "");
    const { code, stdout, stderr } = await world.start([...UP, "--all", "--resume"]).ended;
    expect(code, stderr + stdout).toBe(0);
    expect(stderr).toContain("eu: The rollout that had this stack died");
    expect(stderr).toContain(`A process died as it wrote ${attributes}, which is removed.`);
    for (const stack of ["eu", "us"]) {
      expect(await world.tenant(stack).stableKeys()).toEqual(STABLE_KEYS);
      expect(await stateOf(world, stack)).toEqual(WHOLE);
    }
    // The plain command goes on as if nothing had been.
    const plain = await world.project.run(["preview", "--stack", "eu", "--expect-no-changes"]);
    expect(plain.exitCode).toBe(0);
  });
});

describe("Two rollouts at once", () => {
  it("do not share a stack in PostgreSQL, and carry out just the plan that they are given", async () => {
    await using postgres = await startPostgres();
    const env = { PULUMI_BACKEND_URL: postgres.url };
    await using world = await createRolloutWorld(["eu"], { rollout: "version: 1\n", connections, env });
    // A new stack has a passphrase; its settings keep the source of the key.
    const settings = join(world.project.folder, "Pulumi.eu.yaml");
    const text = await readFile(settings, "utf8");
    await world.project.run(["stack", "init", "eu"], { env: { PULUMI_STACK: "" } });
    await writeFile(settings, text);
    await onlyOneRuns(world);

    await world.project.writeProgram(program(connections).replace('"Slack "', '"Renamed "'));
    const plan = await world.start([...UP, "--all", "--plan", "sha256:of-another-preview"]).ended;
    expect(plan.code).toBe(1);
    const digest = /its digest is (\S+)\. Nothing was started/.exec(plan.stderr)?.[1] ?? "";
    const carriedOut = await world.start([...UP, "--all", "--plan", digest]).ended;
    expect(carriedOut.code, carriedOut.stderr).toBe(0);
    expect(await world.written()).not.toContain("canary-Qx-of-the-backend");
  });
});
