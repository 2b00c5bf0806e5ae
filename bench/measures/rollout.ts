import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { clearInterval, setInterval } from "node:timers";
import { createRolloutWorld } from "../../test/support/rolloutWorld.ts";
import { root } from "../../tools/setup/paths.mjs";
import { median, type Results } from "../results.ts";
import { megabytesOf } from "../support/memory.ts";
import { processes } from "../support/processorTime.mjs";

const FLEETS = [
  { stacks: 12, connections: 30, most: 3 },
  { stacks: 48, connections: 10, most: 1 },
];

/** Previews of many stacks without a change, against a shell loop over them. */
export async function measureRollout(results: Results, rounds: number): Promise<void> {
  for (const { stacks, connections, most } of FLEETS) {
    const names = Array.from({ length: stacks }, (_, index) => `stack-${index}`);
    await using world = await createRolloutWorld(names, { rollout: "version: 1\n", connections });
    const { NODE_OPTIONS: _, NODE_COMPILE_CACHE: __, GOGC: ___, ...env } = world.project.environment();
    const options = { cwd: world.project.folder, env };
    const rollout = join(root, "rollout/bin/prismatic-rollout.js");
    const loop = `for stack in ${names.join(" ")}; do pulumi preview --stack $stack --non-interactive || exit 1; done`;
    await run(process.execPath, [rollout, "up", "--all", "--yes"], options);
    const [loops, previews]: [Run[], Run[]] = [[], []];
    for (let round = 0; round < Math.min(rounds, most); round++) {
      loops.push(await run("sh", ["-c", loop], options));
      previews.push(await run(process.execPath, [rollout, "preview", "--all"], options));
    }
    const what = `rollout preview, ${stacks} tenants x ${connections}`;
    results.show(`${what}: shell loop`, median(loops.map(({ seconds }) => seconds)), "s");
    results.show(`${what}: ours`, median(previews.map(({ seconds }) => seconds)), "s");
    const factor = median(
      loops.map(({ seconds }, round) => seconds / (previews[round]?.seconds ?? Number.NaN)),
    );
    results.promise(`${what}: shell loop / ours`, factor, "times", { least: 1.4 });
    const memory = Math.max(...previews.map(({ megabytes }) => megabytes));
    results.promise(`${what}: peak memory with all that it starts`, memory, "MB", { most: 1500 });
  }
}

interface Run {
  seconds: number;
  /** Most memory that all its processes had at the same time, shared pages counted once for each. */
  megabytes: number;
}

async function run(
  command: string,
  args: string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<Run> {
  const begin = performance.now();
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
  let megabytes = 0;
  const timer = setInterval(() => (megabytes = Math.max(megabytes, memoryOf(child.pid ?? 0))), 200);
  const [code] = (await once(child, "close")) as [number | null];
  clearInterval(timer);
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${output.slice(-5000)}`);
  return { seconds: (performance.now() - begin) / 1000, megabytes };
}

function memoryOf(first: number): number {
  const family = new Set([first]);
  let megabytes = 0;
  for (const { id, parent } of processes()) {
    if (family.has(parent)) family.add(id);
    if (family.has(id)) megabytes += megabytesOf(id, "VmRSS");
  }
  return megabytes;
}
