import { runTool } from "../setup/dependencies.mjs";
import { elapsed } from "../setup/progress.mjs";
import { tail } from "../setup/run.mjs";
import { checkGenerated } from "./generated.mjs";

/** @typedef {{ code: number, output: string }} Outcome */

/**
 * The checks that need no running code, in order: the first one compiles what the others look at.
 * @type {{ name: string, check: (node: string) => Promise<Outcome> }[]}
 */
const checks = [
  { name: "types", check: checkTypes },
  { name: "lint", check: (node) => runTool(node, "eslint/bin/eslint.js", ["."]) },
  { name: "format", check: (node) => runTool(node, "prettier/bin/prettier.cjs", ["--check", "."]) },
  { name: "generated code", check: checkGenerated },
];

/**
 * Runs every check, whatever becomes of the others, and answers how many passed and failed.
 * @param {string} node
 */
export async function runChecks(node) {
  const count = { passed: 0, failed: 0 };
  for (const { name, check } of checks) {
    const start = Date.now();
    const { code, output } = await check(node);
    count[code === 0 ? "passed" : "failed"]++;
    console.log(`${code === 0 ? "✓" : "✗"} ${name} (${elapsed(start)})`);
    if (code !== 0) console.log(tail(output, 60));
  }
  return count;
}

/** @returns {Promise<Outcome>} */
async function checkTypes(/** @type {string} */ node) {
  const packages = await runTool(node, "typescript/bin/tsc", ["-b", "provider", "emulator", "policies"]);
  const rest = await runTool(node, "typescript/bin/tsc", ["-p", "tsconfig.json", "--noEmit"]);
  return { code: packages.code || rest.code, output: packages.output + rest.output };
}
