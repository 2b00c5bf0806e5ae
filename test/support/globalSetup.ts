import { build } from "rolldown";
import config from "../../rolldown.config.ts";
import { completePackages } from "../../tools/setup/build.mjs";
import { fillCompileCache } from "../../tools/setup/compile-cache.mjs";

/** Prepares what the engine's processes load, also where vitest is started by itself. */
export async function setup(): Promise<void> {
  await build(config);
  completePackages();
  await fillCompileCache(process.execPath);
}
