import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { watchForHangs } from "./hangs.ts";
import type { Subject } from "./subject.ts";

// Node.js takes the types out of a module by itself, but does not read JSX.
registerHooks({
  load(url, context, next) {
    if (!url.endsWith(".tsx")) return next(url, context);
    const source = ts.transpileModule(readFileSync(fileURLToPath(url), "utf8"), {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2023,
        jsx: ts.JsxEmit.ReactJSX,
        jsxImportSource: "preact",
        verbatimModuleSyntax: true,
      },
    });
    return { format: "module", source: source.outputText, shortCircuit: true };
  },
});

const [count = "100000", seed = String(Date.now() % 1_000_000), only = ""] = process.argv.slice(2);
const { SUBJECTS } = (await import("./subjects.ts")) as { SUBJECTS: readonly Subject[] };
const chosen = SUBJECTS.filter(({ title }) => title.includes(only));
const shares = chosen.reduce((sum, { share }) => sum + share, 0);

let asked = 0;
let cases = 0;
let failures = 0;
console.log(`${count} cases from seed ${seed}`);
for (const [index, subject] of chosen.entries()) {
  const { title, share, run } = subject;
  // The last one takes what rounding leaves.
  const isLast = index === chosen.length - 1;
  const number = isLast ? Number(count) - asked : Math.round((Number(count) * share) / shares);
  asked += number;
  const watch = watchForHangs(`${title}, seed ${seed}`);
  const start = Date.now();
  const outcome = await run({ cases: number, seed: Number(seed), isBounded: true }).catch((error: unknown) => ({
    cases: 0,
    failure: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }));
  await watch.stop();
  cases += outcome.cases;
  const failure = "failure" in outcome ? outcome.failure : undefined;
  failures += failure === undefined ? 0 : 1;
  const seconds = ((Date.now() - start) / 1000).toFixed(0);
  console.log(`${title}: ${outcome.cases} cases in ${seconds} s${failure === undefined ? "" : `, failed with seed ${seed}`}`);
  if (failure !== undefined) console.log(failure);
}
console.log(JSON.stringify({ cases, failures }));
process.exitCode = failures === 0 && cases === Number(count) ? 0 : 1;
