import { join } from "node:path";
import { writeDeclarations } from "./declarations.mjs";
import { runTool } from "./dependencies.mjs";
import { SetupError } from "./errors.mjs";
import { leaveOutNeedless } from "./needless.mjs";
import { root } from "./paths.mjs";
import { elapsed, say } from "./progress.mjs";
import { tail } from "./run.mjs";
import { removeStale } from "./stale.mjs";

/** The folders of the packages. */
export const packages = ["provider", "emulator", "policies", "rollout"];

/**
 * Compiles the packages that changed since they were last compiled, and bundles what programs and Pulumi's process load.
 * @param {string} node
 */
export async function compile(node) {
  const types = await runTool(node, "typescript/bin/tsc", ["-b", ...packages]);
  if (types.code !== 0) return types;
  const bundles = await runTool(node, "rolldown/bin/cli.mjs", [
    "--config",
    "rolldown.config.ts",
    "--logLevel",
    "warn",
  ]);
  if (bundles.code === 0) completePackages();
  return bundles;
}

/** Makes packages of what was compiled and bundled. */
export function completePackages() {
  writeDeclarations();
  for (const name of packages) {
    removeStale(join(root, name));
    leaveOutNeedless(join(root, name));
  }
}

/**
 * Does the same, or fails.
 * @param {string} node
 */
export async function build(node) {
  const start = Date.now();
  const { code, output } = await compile(node);
  if (code !== 0) throw new SetupError(`The build (npm run build) failed:\n${tail(output, 40)}`);
  say(`- Built the packages in ${elapsed(start)}`);
}
