import { runTool } from "./dependencies.mjs";
import { SetupError } from "./errors.mjs";
import { elapsed, say } from "./progress.mjs";
import { tail } from "./run.mjs";

/**
 * Compiles the packages that changed since they were last compiled.
 * @param {string} node
 * @param {string[]} packages
 */
export async function build(node, packages) {
  const start = Date.now();
  const { code, output } = await runTool(node, "typescript/bin/tsc", ["-b", ...packages]);
  if (code !== 0)
    throw new SetupError(`The build (tsc -b ${packages.join(" ")}) failed:\n${tail(output, 40)}`);
  say(`- Built ${packages.join(" and ")} in ${elapsed(start)}`);
}
