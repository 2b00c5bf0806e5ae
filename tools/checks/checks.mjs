import { join } from "node:path";
import { compile } from "../setup/build.mjs";
import { runTool } from "../setup/dependencies.mjs";
import { engineFolder, root } from "../setup/paths.mjs";
import { elapsed } from "../setup/progress.mjs";
import { run, tail } from "../setup/run.mjs";
import { checkGenerated } from "./generated.mjs";
import { checkReference } from "./reference.mjs";

/** @typedef {{ code: number, output: string }} Outcome */
/** @typedef {{ name: string, check: (node: string) => Promise<Outcome> }} Check */

/**
 * Compiles the packages; the tests and the other checks look at what this makes.
 * @type {Check}
 */
export const compilation = {
  name: "types of the packages",
  check: compile,
};

/** @type {Check} */
const types = {
  name: "types of tests and tools",
  check: (node) => runTool(node, "typescript/bin/tsc", ["-p", "tsconfig.json"]),
};

/** @type {Check} */
const lint = {
  name: "lint",
  check: (node) => run(node, [join(root, "tools", "checks", "lint.mjs")], { cwd: root }),
};

/**
 * A file's format depends on nothing but its text, the options and the version, by which its outcome is remembered.
 * @type {Check}
 */
const format = {
  name: "format",
  check: (node) =>
    runTool(node, "prettier/bin/prettier.cjs", [
      ...["--cache", "--cache-strategy", "content"],
      ...["--cache-location", join(engineFolder, "..", "prettier"), "--check", "."],
    ]),
};

/**
 * The checks of daily work. Of earlier runs they remember formats, lint and types, of the last two with what depends on
 * what.
 * @type {Check[]}
 */
export const quickChecks = [types, lint, format];

/**
 * All checks beside the compilation.
 * @type {Check[]}
 */
export const allChecks = [
  ...quickChecks,
  {
    name: "types of the code-native example",
    check: (node) =>
      runTool(node, "typescript/bin/tsc", ["-p", "tools/checks/tsconfig.code-native-example.json"]),
  },
  { name: "generated code", check: checkGenerated },
  { name: "reference", check: checkReference },
];

/**
 * Runs checks one after the other, whatever becomes of the others, and answers how many passed and failed. What the
 * failed ones say is in `report`, as the tests beside them fill the screen.
 * @param {string} node
 * @param {Check[]} checks
 */
export async function runChecks(node, checks) {
  const result = { passed: 0, failed: 0, report: "" };
  for (const { name, check } of checks) {
    const start = Date.now();
    const { code, output } = await check(node);
    const line = `${code === 0 ? "✓" : "✗"} ${name} (${elapsed(start)})`;
    console.log(line);
    result[code === 0 ? "passed" : "failed"]++;
    if (code !== 0) result.report += `\n${line}\n${tail(output, 60)}`;
  }
  return result;
}
