import { createRequire } from "node:module";
import { join } from "node:path";
import { readJson } from "../setup/json.mjs";

/** @typedef {{ version?: string, dependencies?: Record<string, string> }} Manifest */

/** The packages that a program names in its package.json, in the versions that are installed. */
export function listDependencies(/** @type {string} */ folder) {
  const manifest = read(join(folder, "package.json"));
  const paths = createRequire(join(folder, "index.js")).resolve.paths("a-package") ?? [];
  return Object.entries(manifest?.dependencies ?? {}).map(([name, range]) => {
    const installed = paths.map((path) => read(join(path, name, "package.json"))).find(Boolean);
    return { name, version: installed?.version ?? range };
  });
}

function read(/** @type {string} */ file) {
  return /** @type {Manifest | undefined} */ (readJson(file));
}
