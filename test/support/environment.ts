import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { engineEnvironment } from "../../tools/setup/environment.mjs";
import { root } from "../../tools/setup/paths.mjs";

const lazyModules = join(root, "tools", "engine", "lazy-modules.mjs");

/** The environment of a test's processes, which load Pulumi's SDK in a third of the time. */
export function testEnvironment(enginePath: string, settings: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return engineEnvironment(enginePath, {
    NODE_OPTIONS: `--import ${pathToFileURL(lazyModules).href}`,
    // The engine's processes are short: they end before collecting garbage saves memory.
    GOGC: "400",
    ...settings,
  });
}
