import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { readJson } from "./json.mjs";

/** Files that a package's code or declarations consist of. */
const code = /\.(?:js|d\.ts)$/;

/** A file's own files that it imports or starts, as text: their endings may be put together, as those of siblings are. */
const mentioned = /["'`](\.{1,2}\/[\w./-]+?)(?:\.js|\.ts|\$\{\w+\([\w.]+\)\})?["'`]/g;

/**
 * Tells npm to leave out of a package what it needs for its bundles alone: compiled files to which nothing leads that it
 * exports or runs.
 * @param {string} folder the package's
 */
export function leaveOutNeedless(folder) {
  const dist = join(folder, "dist");
  const needed = neededFiles(folder);
  const needless = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && code.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !needed.has(file))
    .flatMap((file) => [file, `${file}.map`])
    .map((file) => `/${relative(dist, file).split(sep).join("/")}`);
  writeFileSync(join(dist, ".npmignore"), [".tsbuildinfo", ...needless.toSorted(), ""].join("\n"));
}

function neededFiles(/** @type {string} */ folder) {
  const needed = new Set(pathsIn(readJson(join(folder, "package.json"))).map((path) => join(folder, path)));
  for (const file of needed) {
    if (!code.test(file) || !existsSync(file)) continue;
    for (const [, path = ""] of readFileSync(file, "utf8").matchAll(mentioned)) {
      const target = join(dirname(file), path);
      needed.add(`${target}${file.endsWith(".d.ts") ? ".d.ts" : ".js"}`);
    }
  }
  return needed;
}

/** The paths in a manifest: of what it exports, its commands and its declarations. */
function pathsIn(/** @type {unknown} */ value) {
  /** @type {string[]} */
  const paths = [];
  JSON.stringify(value, (_, /** @type {unknown} */ each) => {
    if (typeof each === "string" && each.startsWith("./")) paths.push(each);
    return each;
  });
  return paths;
}
