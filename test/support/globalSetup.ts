import { build } from "rolldown";
import config from "../../rolldown.config.ts";
import { fillCompileCache } from "../../tools/setup/compile-cache.mjs";
import { writeDeclarations } from "../../tools/setup/declarations.mjs";

/** Prepares what the engine's processes load, also where vitest is started by itself. */
export async function setup(): Promise<void> {
  await build(config);
  writeDeclarations();
  await fillCompileCache(process.execPath);
}
