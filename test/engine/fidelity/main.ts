import { randomCases, runSequence, type Outcome } from "./sequence.ts";

/** Cases that share a tenant and a state. */
const SEQUENCE = 50;

/** Sequences that run at the same time. */
const AT_ONCE = 2;

const [count = "200", seed = String(Date.now() % 1_000_000)] = process.argv.slice(2);
const starts = Array.from({ length: Math.ceil(Number(count) / SEQUENCE) }, (_, index) => index * SEQUENCE);
const outcomes: Outcome[] = [];
let cases = 0;

/** Takes one sequence after another until none is left. */
async function runSequences(): Promise<void> {
  for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
    const sequenceSeed = Number(seed) + start;
    const sequence = randomCases(sequenceSeed, Math.min(SEQUENCE, Number(count) - start));
    await runSequence(sequence, (outcome, index) => {
      outcomes.push(outcome);
      cases += index < sequence.length ? 1 : 0;
      const detail = outcome.reason === undefined ? "" : `: ${outcome.reason}`;
      console.log(`seed ${sequenceSeed}, case ${index}: ${outcome.kind}${detail}`);
    });
  }
}

console.log(`${count} cases from seed ${seed}`);
await Promise.all(Array.from({ length: AT_ONCE }, runSequences));
const number = (kind: Outcome["kind"]): number => outcomes.filter((outcome) => outcome.kind === kind).length;
const failures = number("failed");
console.log(`${number("carried out")} carried out, ${number("refused")} refused`);
console.log(JSON.stringify({ cases, failures }));
process.exitCode = failures === 0 && cases === Number(count) ? 0 : 1;
