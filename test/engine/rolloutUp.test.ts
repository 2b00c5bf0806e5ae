import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { screenOf } from "../../rollout/src/testing/screen.ts";
import { startHostileServer, TAKEN, type HostileServer } from "../support/hostileServer.ts";
import { startPostgres } from "../support/postgres.ts";
import {
  connections,
  holdCreation,
  onlyOneRuns,
  reportOf,
  stateOf,
  statuses,
  STABLE_KEYS,
  UP,
  WHOLE,
} from "../support/rolloutUps.ts";
import { CANARY, createRolloutWorld, program } from "../support/rolloutWorld.ts";
import type { OnTerminal } from "../support/terminal.ts";

/** Lines that a terminal shows at last. */
const shownBy = ({ found }: OnTerminal) => screenOf(found.text).filter((line) => line !== "");

describe("A rollout that is broken off", () => {
  it("by kill -9 within an update is resumed without a duplicate or an orphan", async () => {
    await using world = await createRolloutWorld(["eu", "us"], { rollout: "version: 1\n", connections });
    const isHeld = await holdCreation(world, "eu", 4000);
    const { child, ended } = world.start([...UP, "--all"]);
    await isHeld();
    child.kill("SIGKILL");
    await ended;
    const { code, stdout, stderr } = await world.start([...UP, "--all", "--resume"]).ended;
    expect(code, stderr + stdout).toBe(0);
    expect(stderr).toContain("eu: The rollout that had this stack died");
    for (const stack of ["eu", "us"]) {
      expect(await world.tenant(stack).stableKeys()).toEqual(STABLE_KEYS);
      expect(await stateOf(world, stack)).toEqual(WHOLE);
    }
    // The plain command goes on as if nothing had been.
    const plain = await world.project.run(["preview", "--stack", "eu", "--expect-no-changes"]);
    expect(plain.exitCode).toBe(0);
  });

  it("by Ctrl-C or because a tenant never answers, is resumed without a duplicate or an orphan", async () => {
    const rollout = "version: 1\nwaves: [{ name: all, match: all, failureTolerance: 1, maxConcurrent: 1 }]\n";
    const servers: HostileServer[] = [];
    await using world = await createRolloutWorld(["eu", "hangs"], {
      ...{ rollout, connections },
      async through(stack, tenant) {
        if (stack !== "hangs") return {};
        const server = await startHostileServer(tenant);
        servers.push(server);
        // The provider waits longer than the rollout.
        return { ...server.config, "prismatic:timeoutSeconds": "600" };
      },
    });
    const [mute] = servers;
    if (mute === undefined) throw new Error("No server stands before the tenant.");
    await using _ = mute;
    // Ctrl-C and Ctrl-D at a question are a no.
    for (const [keys, code] of [
      ["\u0003", 130],
      ["\u0004", 0],
    ] as const) {
      const asked = world.startOnTerminal(["up", "--all"]);
      await expect.poll(() => asked.found.text).toContain("Begin?");
      asked.type(keys);
      expect(await asked.ended, asked.found.text).toBe(code);
    }

    const isHeld = await holdCreation(world, "eu", 2000);
    const interrupted = world.startOnTerminal([...UP, "--stacks", "eu"]);
    await isHeld();
    interrupted.type("\u0003");
    expect(await interrupted.ended, interrupted.found.text).toBe(130);
    expect(shownBy(interrupted)).toContainEqual(
      expect.stringMatching(/^eu failed: The update of this stack was interrupted\. .* carried out/),
    );
    expect(await stateOf(world, "eu")).toMatchObject({ locks: 0 });

    // The tenant carries out what it is asked, and never says so.
    mute.meddle = ({ operation }) => (/^(Batch|CreateConnection)$/.test(operation) ? TAKEN : undefined);
    const { code, stdout, stderr } = await world.start([
      ...[...UP, "--all", "--resume", "--timeout", "40s", "--grace", "1s"],
    ]).ended;
    expect(code, stderr).toBe(1);
    expect(statuses(await reportOf(world))).toEqual({ eu: "current", hangs: "failed" });
    expect(stdout).toContain(
      "hangs failed: The update did not end within 40 s, so it was interrupted. It did not end within the time of grace " +
        "either, and was ended by force. 0 changes were carried out. The tenant did not say whether it carried out: " +
        "create CustomerConnection slack-0, create CustomerConnection slack-1 and create CustomerConnection slack-2.\n" +
        "  Next: Look why its tenant does not answer, or allow more with --timeout. Run the rollout again with --resume",
    );
    expect(await stateOf(world, "hangs")).toEqual({ connections: 0, pending: 0, locks: 0 });
    expect(await world.tenant("hangs").stableKeys()).toEqual(STABLE_KEYS);

    mute.meddle = () => undefined;
    const resumed = world.startOnTerminal(["up", "--json", "report.json", "--all", "--resume"]);
    await expect.poll(() => resumed.found.text).toContain("Begin?");
    resumed.type("yes\r");
    expect(await resumed.ended, resumed.found.text).toBe(0);
    expect(resumed.found.text).toMatch(/hangs {2}running {3}update for \d+\.\d s/);
    // Each is shown once, and nothing of what was painted before is left.
    expect(shownBy(resumed).slice(1, 4)).toEqual([
      "Wave all: 2 stacks: 2 current",
      expect.stringMatching(/^ {2}eu {5}current {3}preview took \d+\.\d s$/),
      expect.stringMatching(/^ {2}hangs {2}current {3}update took \d+\.\d s$/),
    ]);
    for (const stack of ["eu", "hangs"]) {
      expect(await world.tenant(stack).stableKeys()).toEqual(STABLE_KEYS);
      expect(await stateOf(world, stack)).toEqual(WHOLE);
    }
    expect(await world.written()).not.toContain(CANARY);
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
