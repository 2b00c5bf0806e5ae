// The time of `prismatic-rollout preview` against a shell loop of `pulumi preview`, in turns on this machine: stacks of
// one tenant each, in which nothing changes. Both run as users run them, without what makes tests quick.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs, promisify } from "node:util";
import { createRolloutWorld } from "../test/support/rolloutWorld.ts";
import { root } from "../tools/setup/paths.mjs";

const { values } = parseArgs({
  options: {
    stacks: { type: "string", default: "12" },
    connections: { type: "string", default: "30" },
    rounds: { type: "string", default: "3" },
  },
});
const connections = Number(values.connections);
const stacks = Array.from({ length: Number(values.stacks) }, (_, index) => `stack-${index}`);
/** The least factor by which the preview has to be faster. */
const LIMIT = 1.4;

await using world = await createRolloutWorld(stacks, { rollout: "version: 1\n", connections });
const { NODE_OPTIONS: _, NODE_COMPILE_CACHE: __, GOGC: ___, ...env } = world.project.environment();
const rollout = join(root, "rollout/bin/prismatic-rollout.js");
const loop = `for stack in ${stacks.join(" ")}; do pulumi preview --stack $stack --non-interactive || exit 1; done`;

await seconds(process.execPath, [rollout, "up", "--all", "--yes"]);
const factors: number[] = [];
for (let round = 0; round < Number(values.rounds); round++) {
  const [one, all] = [
    await seconds("sh", ["-c", loop]),
    await seconds(process.execPath, [rollout, "preview", "--all"]),
  ];
  factors.push(one / all);
  console.log(`round ${round + 1}: loop ${one.toFixed(1)} s, preview ${all.toFixed(1)} s`);
}
const median = factors.toSorted((one, other) => one - other)[Math.floor(factors.length / 2)] ?? 0;
const holds = median >= LIMIT;
console.log(
  `${stacks.length} stacks of ${connections} connections: the preview is ${median.toFixed(2)} times faster, at least ${LIMIT} ` +
    `is promised: ${holds ? "holds" : "does not hold"}`,
);
process.exitCode = holds ? 0 : 1;

/** Seconds that a command takes. @throws Error where it fails */
async function seconds(command: string, args: string[]): Promise<number> {
  const begin = performance.now();
  await promisify(execFile)(command, args, { cwd: world.project.folder, env, maxBuffer: 100_000_000 });
  return (performance.now() - begin) / 1000;
}
