import { spawn } from "node:child_process";
import { join } from "node:path";
import { engineEnvironment } from "./environment.mjs";
import { root } from "./paths.mjs";
import { setUp } from "./setup.mjs";

/**
 * Sets all up and runs a program of the repository that needs the engine, with the arguments of this process.
 *
 * @param {string[]} path parts of its path
 * @returns {Promise<number>} its exit code
 */
export async function runEngineProgram(...path) {
  const { node, enginePath } = await setUp({ engine: true, compiled: true });
  const child = spawn(node, [join(root, ...path), ...process.argv.slice(2)], {
    cwd: root,
    stdio: "inherit",
    env: engineEnvironment(enginePath, { ENGINE_PATH: enginePath }),
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}
