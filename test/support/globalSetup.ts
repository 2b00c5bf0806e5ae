import { build } from "rolldown";
import config from "../../provider/rolldown.config.ts";
import { fillCompileCache } from "../../tools/setup/compile-cache.mjs";

/** Prepares what the engine's processes load, also where vitest is started by itself. */
export async function setup(): Promise<void> {
  await build(config);
  await fillCompileCache(process.execPath);
}
