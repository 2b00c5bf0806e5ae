import { existsSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import type { UpReport } from "../../rollout/src/up/upReport.ts";
import type { RolloutWorld } from "./rolloutWorld.ts";

/** Connections of each stack of these tests, and their stable keys. */
export const connections = 3;
export const STABLE_KEYS = ["slack-0", "slack-1", "slack-2"];

/** The command, without the stacks. */
export const UP = ["up", "--yes", "--json", "report.json"];

/** The report that the last command wrote. */
export async function reportOf({ project }: RolloutWorld): Promise<UpReport> {
  return JSON.parse(await readFile(join(project.folder, "report.json"), "utf8")) as UpReport;
}

/** The status of each stack. */
export const statuses = ({ stacks }: UpReport) =>
  Object.fromEntries(stacks.map(({ stack, status }) => [stack, status]));

/** Waits until a tenant was asked to create a connection, and holds its answer back. */
export async function holdCreation(
  world: RolloutWorld,
  stack: string,
  milliseconds: number,
): Promise<() => Promise<void>> {
  const rootField = "createScopedConfigVariable";
  await world.tenant(stack).injectFault({ rootField }, { type: "delay", milliseconds });
  return async () => {
    await expect
      .poll(async () => JSON.stringify(await world.tenant(stack).faults()), { interval: 50 })
      .toBe("[]");
  };
}

/** Resources in a stack's state, by type; the numbers of pending operations and of Pulumi's locks. */
export async function stateOf({ project }: RolloutWorld, stack: string) {
  const file = join(project.folder, `.state/.pulumi/stacks/test-project/${stack}.json`);
  const { checkpoint } = JSON.parse(await readFile(file, "utf8")) as {
    checkpoint: { latest: { resources: { type: string }[]; pending_operations?: unknown[] } };
  };
  const locks = await readdir(
    join(project.folder, `.state/.pulumi/locks/organization/test-project/${stack}`),
  ).catch(() => []);
  return {
    connections: checkpoint.latest.resources.filter(({ type }) => /:dynamic\/prismatic:/.test(type)).length,
    pending: checkpoint.latest.pending_operations?.length ?? 0,
    locks: locks.length,
  };
}

/** The state of a stack whose update has ended as it should. */
export const WHOLE = { connections, pending: 0, locks: 0 };

/** Starts two rollouts that share a stack: one does its work, the other is refused before it changed anything. */
export async function onlyOneRuns(world: RolloutWorld): Promise<void> {
  await world.project.writeFile("hold", "");
  const first = world.start([...UP, "--all"]);
  await expect.poll(() => existsSync(join(world.project.folder, "held"))).toBe(true);
  const second = await world.start([...UP, "--stacks", "eu", "--timeout", "20s"]).ended;
  expect(second.code, second.stderr).toBe(1);
  expect(second.stderr).toMatch(
    /Stack "eu" is locked by run \S+.* Nothing was started, in no stack\.\n.*unlock --stack eu --run /,
  );
  await rm(join(world.project.folder, "hold"));
  const { code, stdout, stderr } = await first.ended;
  expect(code, stderr + stdout).toBe(0);
  expect(statuses(await reportOf(world))).toEqual({ eu: "current" });
  expect(await world.tenant("eu").stableKeys()).toEqual(STABLE_KEYS);
}
