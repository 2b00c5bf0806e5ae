import { mkdir, readdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { screenOf } from "../../rollout/src/testing/screen.ts";
import { startHostileServer, TAKEN, type HostileServer } from "../support/hostileServer.ts";
import { deployments, namesConnections } from "../support/inUse.ts";
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

describe("A wave that deploys again", () => {
  it("deploys the instances that an update before could not deploy", async () => {
    const programOf = (host: string) => `
      import * as prismatic from "pulumi-prismatic";
      new prismatic.OrganizationCustomerConnection("database", {
        component: "postgres", stableKey: "postgres", name: "PostgreSQL", globalValues: { host: "${host}" },
        redeployInstances: "onChange",
      });
    `;
    const rollout = `version: 1
autoApprove: { customers: 50 }
waves: [{ name: all, match: all, failureTolerance: 1 }, { name: again, action: redeploy, match: all }]
`;
    const options = { rollout, connections, holds: namesConnections, program: programOf("one.example") };
    await using world = await createRolloutWorld(["us"], options);
    await world.project.up();
    await world
      .tenant("us")
      .injectFault(
        { instance: "Reports of Globex" },
        { type: "deploymentFails", messages: ["It has no schedule."] },
        2,
      );
    await world.project.writeProgram(programOf("two.example"));
    const { code, stderr } = await world.start([...UP, "--all"]).ended;
    expect(stderr).toMatch(/us: running\nus: failed\nWave again: 1 stacks\nus: running\nus: current/);
    expect(code).toBe(0);
    const waiting = Object.values(await deployments(world.tenant("us"))).filter(
      ({ needsDeploy }) => needsDeploy,
    );
    expect(waiting).toEqual([]);
  });
});

describe("Two rollouts at once", () => {
  it("do not share a stack in a folder, and Pulumi's lock of a living process is left alone", async () => {
    await using world = await createRolloutWorld(["eu"], { rollout: "version: 1\n", connections });
    await onlyOneRuns(world);

    await world.project.writeProgram(program(connections).replace('"Slack "', '"Renamed "'));
    const folder = join(world.project.folder, ".state/.pulumi/locks/organization/test-project/eu");
    await mkdir(folder, { recursive: true });
    const lock = {
      pid: process.pid,
      username: "me",
      hostname: hostname(),
      timestamp: new Date().toISOString(),
    };
    await writeFile(join(folder, "1.json"), JSON.stringify(lock));
    const { child, ended, found } = world.start([...UP, "--stacks", "eu"]);
    // It is waited for; an interrupt ends that.
    await expect.poll(() => found.stderr).toContain("eu: running");
    const log = () => world.written().then((text) => text.includes("Another process updates the stack"));
    await expect.poll(log).toBe(true);
    child.kill("SIGINT");
    const { stdout } = await ended;
    expect(stdout).toContain(
      `Pulumi's own lock of the stack is held by process ${process.pid} on ${hostname()}`,
    );
    expect(await readdir(folder)).toEqual(["1.json"]);
  });
});
