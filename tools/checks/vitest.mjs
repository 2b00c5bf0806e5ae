import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engineEnvironment } from "../setup/environment.mjs";
import { readJson } from "../setup/json.mjs";
import { engineFolder, root } from "../setup/paths.mjs";

/** @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number }} Report */

/**
 * Runs the tests with their own output, and answers how many passed, failed and were skipped.
 * @param {string} node
 * @param {string} enginePath empty where the tests need no engine
 * @param {string[]} args for vitest, such as a part of a file name
 */
export async function runVitest(node, enginePath, args) {
  const folder = mkdtempSync(join(tmpdir(), "prismatic-tests-"));
  const reportFile = join(folder, "report.json");
  const code = await vitest(node, enginePath, [
    ...["run", "--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`],
    ...args,
  ]);
  const report = /** @type {Report | undefined} */ (readJson(reportFile));
  rmSync(folder, { recursive: true, force: true });
  const failed = report?.numFailedTests ?? 0;
  return {
    passed: report?.numPassedTests ?? 0,
    // A file that cannot be loaded, or an error outside of any test, fails the run without failing a test.
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  };
}

/** @returns {Promise<number>} */
function vitest(/** @type {string} */ node, /** @type {string} */ enginePath, /** @type {string[]} */ args) {
  const child = spawn(node, [join(root, "node_modules", "vitest", "vitest.mjs"), ...args], {
    cwd: root,
    env: engineEnvironment(enginePath || engineFolder, enginePath ? { ENGINE_PATH: enginePath } : {}),
    stdio: "inherit",
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}
