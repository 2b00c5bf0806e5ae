import { existsSync, readdirSync, rmSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** Files that the compiler makes of a source. */
const compiled = /\.(?:js|d\.ts)(?:\.map)?$/;

/** Folders of bundles, which are made as a whole. */
const bundles = ["process", "program"];

/**
 * The compiled files of a package whose source is gone or is a test by now. The compiler leaves them where they are, and a
 * package would bring them along.
 * @param {string} folder the package's
 */
export function staleFiles(folder) {
  const dist = join(folder, "dist");
  if (!existsSync(dist)) return [];
  return readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && compiled.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !bundles.includes(relative(dist, file).split(sep)[0] ?? ""))
    .filter((file) => !isBuilt(folder, relative(dist, file).replace(compiled, "")));
}

/**
 * Removes them.
 * @param {string} folder
 */
export function removeStale(folder) {
  for (const file of staleFiles(folder)) rmSync(file);
}

/** True where the compiler makes files of a source: of each but tests and what they share. */
function isBuilt(/** @type {string} */ folder, /** @type {string} */ name) {
  if (/\.test(-d)?$/.test(name) || name.split(sep)[0] === "testing") return false;
  return ["ts", "tsx"].some((ending) => existsSync(join(folder, "src", `${name}.${ending}`)));
}
