import { randomCases, runSequence } from "./sequence.ts";

/** Cases that share a tenant and a state. */
const SEQUENCE = 20;

const [count = "200", seed = String(Date.now() % 1_000_000)] = process.argv.slice(2);
let cases = 0;
let failures = 0;

for (let start = 0; start < Number(count); start += SEQUENCE) {
  const sequenceSeed = Number(seed) + start;
  const sequence = randomCases(sequenceSeed, Math.min(SEQUENCE, Number(count) - start));
  await runSequence(sequence, (outcome, index) => {
    cases += index < sequence.length ? 1 : 0;
    if (outcome.kind === "failed") failures += 1;
    const detail = outcome.kind === "carried out" ? "" : `: ${outcome.reason}`;
    console.log(`seed ${sequenceSeed}, case ${index}: ${outcome.kind}${detail}`);
    if (outcome.kind === "failed") console.log(JSON.stringify(sequence.slice(0, index + 1)));
  });
}
console.log(JSON.stringify({ cases, failures }));
process.exitCode = failures === 0 ? 0 : 1;
