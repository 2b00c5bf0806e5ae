import { join } from "node:path";
import { readJson } from "./json.mjs";
import { withLock } from "./lock.mjs";
import { root } from "./paths.mjs";
import { step } from "./progress.mjs";
import { run, runOrFail } from "./run.mjs";

/** @typedef {{ packages?: Record<string, { version?: string, optional?: boolean, devOptional?: boolean }> }} Lockfile */

/** Installs the npm packages unless those of the lock file are all there. */
export async function ensureDependencies(folder = root) {
  if (isInstalled(folder)) return;
  await withLock(join(folder, ".engine", "install.lock"), async () => {
    if (isInstalled(folder)) return;
    await step("Installing the npm packages (npm ci)", () => npm(folder));
  });
}

/**
 * Tells whether the installed packages are those of package-lock.json, by npm's own record of what it installed.
 * Optional packages are for other platforms and may be missing.
 */
export function isInstalled(/** @type {string} */ folder) {
  const wanted = readLock(join(folder, "package-lock.json"));
  const installed = readLock(join(folder, "node_modules", ".package-lock.json"));
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes("node_modules/")) return true;
    const found = installed[path];
    return found ? found.version === entry.version : Boolean(entry.optional ?? entry.devOptional);
  });
}

function readLock(/** @type {string} */ file) {
  return /** @type {Lockfile | undefined} */ (readJson(file))?.packages ?? {};
}

/** npm's warnings about engines are about the Node.js that runs npm, not the one that the project uses. */
async function npm(/** @type {string} */ folder) {
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const script = process.env["npm_execpath"];
  const options = { cwd: folder, title: "npm ci" };
  if (script?.endsWith("npm-cli.js")) await runOrFail(process.execPath, [script, ...args], options);
  else await runOrFail("npm", args, options);
}

/** Runs one of the project's Node.js programs (a file below node_modules) with the project's Node.js. */
export function runTool(
  /** @type {string} */ node,
  /** @type {string} */ file,
  /** @type {string[]} */ args,
  /** @type {import("./run.mjs").RunOptions} */ options = {},
) {
  return run(node, [join(root, "node_modules", file), ...args], { cwd: root, ...options });
}
