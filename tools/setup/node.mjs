import { existsSync } from "node:fs";
import { join } from "node:path";
import { SetupError } from "./errors.mjs";
import { withLock } from "./lock.mjs";
import { root } from "./paths.mjs";
import { step } from "./progress.mjs";
import { run, tail } from "./run.mjs";

const needed = 24;

/**
 * The path of a Node.js that is new enough for the provider, the emulator and the tests: the one that the
 * npm package `node` brings, or else the one that runs this.
 */
export async function ensureNode() {
  const folder = join(root, "node_modules", "node");
  const packaged = join(folder, "bin", "node");
  if (await isNewEnough(packaged)) return packaged;
  if (major(process.version) >= needed) return process.execPath;
  const output = await withLock(join(root, ".engine", "install.lock"), () =>
    step(
      `Fetching Node.js ${needed}, as npm did not run the install script of the package "node"`,
      async () => {
        const result = await run(process.execPath, ["installArchSpecificPackage.js"], { cwd: folder });
        return result.output;
      },
    ),
  );
  if (await isNewEnough(packaged)) return packaged;
  throw new SetupError(
    `This project needs Node.js ${needed} and runs on ${process.version}. The npm package "node" did not bring one:\n` +
      `${tail(output)}\nInstall Node.js ${needed} (https://nodejs.org) and run the command again.`,
  );
}

async function isNewEnough(/** @type {string} */ node) {
  if (!existsSync(node)) return false;
  const { code, stdout } = await run(node, ["--version"], { timeout: 10_000 });
  return code === 0 && major(stdout) >= needed;
}

function major(/** @type {string} */ version) {
  return Number(/^v(\d+)\./.exec(version)?.[1] ?? 0);
}
