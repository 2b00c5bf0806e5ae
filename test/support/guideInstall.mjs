// Stands for `npm install` in a reader's project: packages come from this repository, and none from a registry.
import { existsSync, lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readJson } from "../../tools/setup/json.mjs";
import { root } from "../../tools/setup/paths.mjs";

/** @typedef {{ files?: string[], bin?: string | Record<string, string>, dependencies?: Record<string, string>, devDependencies?: Record<string, string> }} Manifest */

const words = process.argv.slice(3);
const names = words.filter((word) => !word.startsWith("-"));
const kind = words.some((word) => word === "--save-dev" || word === "-D")
  ? "devDependencies"
  : "dependencies";

/** @type {(file: string) => Manifest} */
const manifestOf = (file) => /** @type {Manifest} */ (readJson(file));
const manifest = existsSync("package.json") ? manifestOf("package.json") : {};
for (const name of names) (manifest[kind] ??= {})[name] ??= "*";
if (names.length > 0) writeFileSync("package.json", `${JSON.stringify(manifest, undefined, 2)}\n`);

mkdirSync("node_modules/.bin", { recursive: true });
for (const name of Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })) install(name);

/** @param {string} name */
function install(name) {
  const from = join(root, "node_modules", name);
  const to = join("node_modules", name);
  if (existsSync(to)) return;
  if (!existsSync(from)) throw new Error(`The repository has no package ${name}`);
  // A folder of its own, as npm makes it: a policy pack looks for the registry from there.
  mkdirSync(to, { recursive: true });
  const { bin = {}, files } = manifestOf(join(from, "package.json"));
  const isWorkspace = lstatSync(from).isSymbolicLink();
  // Of a package of ours, what npm packs; of any other, what it brought.
  const entries = isWorkspace ? ["package.json", ...(files ?? [])] : readdirSync(from);
  for (const entry of entries) {
    if (existsSync(join(from, entry))) symlinkSync(join(from, entry), join(to, entry));
  }
  const commands = typeof bin === "string" ? { [name.replace(/^.*\//, "")]: bin } : bin;
  for (const [command, path] of Object.entries(commands)) {
    const link = join("node_modules/.bin", command);
    mkdirSync(dirname(link), { recursive: true });
    if (!existsSync(link)) symlinkSync(join(from, path), link);
  }
}
