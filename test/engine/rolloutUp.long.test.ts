import { mkdir, readdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { deployments, namesConnections } from "../support/inUse.ts";
import { connections, onlyOneRuns, UP } from "../support/rolloutUps.ts";
import { createRolloutWorld, program } from "../support/rolloutWorld.ts";

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
