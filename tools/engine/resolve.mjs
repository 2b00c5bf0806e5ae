import { createRequire } from "node:module";
import { join } from "node:path";

/** A module as the program in this folder would find it, or else ours. */
export function resolveForProgram(/** @type {string} */ name, /** @type {string} */ folder) {
  try {
    return createRequire(join(folder, "index.js")).resolve(name);
  } catch {
    return createRequire(import.meta.url).resolve(name);
  }
}
