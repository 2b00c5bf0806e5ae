// `npm run test:crash -- [runs] [seed]`: kills runs at random moments; the last line is JSON.
import { constantFrom, integer, noBias, record, sample } from "fast-check";
import { killedRun, undisturbed } from "./pulumiRun.ts";
import { killedRollout } from "./rolloutRun.ts";

/** Every fifth run kills a rollout. */
const ROLLOUT_EVERY = 5;

/** Milliseconds that a rollout of the test's size takes. */
const ROLLOUT_MILLISECONDS = 25_000;

const [count = "100", seed = String(Date.now() % 1_000_000)] = process.argv.slice(2);
const kills = sample(
  record({
    victim: constantFrom("cli" as const, "provider" as const),
    phase: constantFrom("create" as const, "update" as const, "destroy" as const),
    // Otherwise mostly the first moments.
    thousandths: noBias(integer({ min: 0, max: 1000 })),
  }),
  { seed: Number(seed), numRuns: Number(count) },
);
console.log(`${count} runs from seed ${seed}`);
const reference = await undisturbed();
let failures = 0;
for (const [index, { thousandths, ...killed }] of kills.entries()) {
  const at = thousandths / 1000;
  const isRollout = index % ROLLOUT_EVERY === ROLLOUT_EVERY - 1;
  const title = isRollout
    ? `rollout after ${Math.round(at * ROLLOUT_MILLISECONDS)} ms`
    : `${killed.victim} in ${killed.phase} at ${at.toFixed(2)}`;
  const problems = isRollout
    ? await killedRollout(at * ROLLOUT_MILLISECONDS)
    : await killedRun({ ...killed, at }, reference);
  failures += problems.length > 0 ? 1 : 0;
  console.log(`run ${index}, ${title}: ${problems.length === 0 ? "as undisturbed" : problems.join("\n  ")}`);
}
console.log(JSON.stringify({ runs: kills.length, failures }));
process.exitCode = failures === 0 ? 0 : 1;
