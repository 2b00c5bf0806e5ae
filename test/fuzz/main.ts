import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { loadJsx } from "./jsx.ts";
import type { Outcome, Subject } from "./subject.ts";

/** Subjects that are tried at the same time, each in a process of its own. */
const AT_ONCE = 2;

const CHILD = fileURLToPath(new URL("./child.ts", import.meta.url));

/** The end of a subject's run; the work that its process made, in seconds of a processor. */
interface Tried extends Outcome {
  seconds?: number;
}

interface Part {
  title: string;
  cases: number;
}

/** Shares out the cases; the last subject takes what rounding leaves. */
function partsOf(subjects: readonly Subject[], count: number): Part[] {
  const shares = subjects.reduce((sum, { share }) => sum + share, 0);
  const parts = subjects.map(({ title, share }) => ({ title, cases: Math.floor((count * share) / shares) }));
  const last = parts.at(-1);
  if (last) last.cases += count - parts.reduce((sum, { cases }) => sum + cases, 0);
  return parts;
}

/** Tries one subject. What the product prints on the way is nothing of ours. */
function tried({ title, cases }: Part, seed: string, path?: string): Promise<Tried> {
  const args = [title, String(cases), seed, ...(path === undefined ? [] : [path])];
  const child = fork(CHILD, args, { silent: true });
  let outcome: Tried | undefined;
  let stderr = "";
  child.stdout?.resume();
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr = (stderr + text).slice(-4000)));
  child.on("message", (message) => (outcome = message as Tried));
  return new Promise((resolve) => {
    child.on("exit", (code, signal) => {
      resolve(outcome ?? { cases: 0, failure: `its process ended with ${signal ?? code}\n${stderr}` });
    });
  });
}

loadJsx();
const [count = "100000", seed = String(Date.now() % 1_000_000), only = "", path] = process.argv.slice(2);
const { SUBJECTS } = await import("./subjects.ts");
const parts = partsOf(
  SUBJECTS.filter(({ title }) => title.includes(only)),
  Number(count),
);
let cases = 0;
let failures = 0;

/** Takes one subject after another until none is left. */
async function tryParts(): Promise<void> {
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    const { cases: number, failure, seconds = 0 } = await tried(part, seed, path);
    cases += number;
    console.log(
      `${part.title}: ${number} cases, ${seconds.toFixed(0)} s of work${failure === undefined ? "" : `, failed from seed ${seed}`}`,
    );
    if (failure === undefined) continue;
    failures++;
    console.log(failure);
  }
}

console.log(`${count} cases from seed ${seed}`);
await Promise.all(Array.from({ length: AT_ONCE }, tryParts));
console.log(JSON.stringify({ cases, failures }));
process.exitCode = failures === 0 && cases === Number(count) ? 0 : 1;
