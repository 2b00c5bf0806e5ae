import { setTimeout as pause } from "node:timers/promises";
import { createRolloutWorld } from "../support/rolloutWorld.ts";
import { NODE_OPTIONS, remainingIn } from "./remaining.ts";

const STACKS = ["eu", "us", "ca"];
const CONNECTIONS = 3;
const LATENCY = 25;

/**
 * Kills a rollout after so many milliseconds and resumes it.
 *
 * @returns everything that is not as after an undisturbed rollout; empty where all is well
 */
export async function killedRollout(milliseconds: number): Promise<string[]> {
  await using world = await createRolloutWorld(STACKS, {
    ...{ rollout: "version: 1\n", connections: CONNECTIONS },
    env: { NODE_OPTIONS },
  });
  for (const stack of STACKS)
    await world.tenant(stack).injectFault({}, { type: "delay", milliseconds: LATENCY }, 1_000_000);
  const { child, ended } = world.start(["up", "--all", "--yes"]);
  await Promise.race([pause(milliseconds), ended]);
  child.kill("SIGKILL");
  await ended;
  const problems = await remainingIn(world.project.folder);
  const { code, stdout, stderr } = await world.start(["up", "--all", "--yes", "--resume"]).ended;
  if (code !== 0)
    return [...problems, `the resumed rollout ended with ${code}: ${(stdout + stderr).slice(-3000)}`];
  const expected = Array.from({ length: CONNECTIONS }, (_, index) => `slack-${index}`);
  for (const stack of STACKS) {
    const keys = await world.tenant(stack).stableKeys();
    if (keys.join() !== expected.join()) problems.push(`${stack} has ${keys.join(", ")}`);
  }
  const again = await world.start(["preview", "--all"]).ended;
  if (again.code !== 0)
    problems.push(`the preview after it ended with ${again.code}: ${again.stdout.slice(-2000)}`);
  return problems;
}
