import { watchForHangs } from "./hangs.ts";
import { loadJsx } from "./jsx.ts";
import type { Outcome } from "./subject.ts";

// Tries one subject in a process of its own, and sends the outcome to the one that started it.
loadJsx();
const [title = "", cases = "0", seed = "0", path] = process.argv.slice(2);
const { SUBJECTS } = await import("./subjects.ts");
const subject = SUBJECTS.find((each) => each.title === title);
if (subject === undefined) throw new Error(`There is no subject "${title}"`);
watchForHangs(`${title}, seed ${seed}`);
const outcome = await subject
  .run({ cases: Number(cases), seed: Number(seed), path, isBounded: true })
  .catch((error: unknown): Outcome => ({
    cases: 0,
    failure: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }));
const { user, system } = process.cpuUsage();
process.send?.({ ...outcome, seconds: (user + system) / 1e6 }, undefined, {}, () => process.exit());
