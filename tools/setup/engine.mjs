import { builtEngine, cachedBuild } from "./engine-build.mjs";
import { writeEngineFolder } from "./engine-folder.mjs";
import { cachedRelease, downloadedRelease, engineOnPath } from "./engine-release.mjs";
import { SetupError } from "./errors.mjs";
import { cacheFolder, engineFolder } from "./paths.mjs";
import { say } from "./progress.mjs";

/** @typedef {import("./engine-version.mjs").Engine} Engine */

/**
 * The folder that holds `pulumi` and its plugins: the user's own, the project's cached one, Pulumi's release or
 * a build from source, whichever comes first.
 * @param {string} node
 */
export async function ensureEngine(node) {
  if (process.platform === "win32") {
    throw new SetupError("On Windows, run this in the Windows Subsystem for Linux.");
  }
  const ways = [
    { name: "pulumi on the PATH", find: engineOnPath },
    { name: `the cache in ${cacheFolder()}`, find: fromCache },
    { name: "Pulumi's release", find: () => downloadedRelease(node) },
    { name: "a build with Go", find: builtEngine },
  ];
  /** @type {string[]} */
  const skipped = [];
  for (const { name, find } of ways) {
    const engine = await find();
    if (typeof engine !== "string") {
      writeEngineFolder(node, engine);
      say(`- Engine: Pulumi ${engine.version} from ${name}`);
      return engineFolder;
    }
    skipped.push(`${name}: ${engine}`);
    say(`- Engine: not from ${name}: ${engine}`);
  }
  throw new SetupError(
    `Pulumi's engine could not be found or obtained:\n` +
      skipped.map((reason, index) => `  ${index + 1}. ${reason}\n`).join("") +
      `Do one of these and run the command again:\n` +
      `  - install Pulumi 3.258 or newer so that it is on the PATH: https://www.pulumi.com/docs/install/\n` +
      `  - allow access to get.pulumi.com, so that the release can be downloaded\n` +
      `  - install Go 1.25 or newer, so that it can be built: https://go.dev/dl/`,
  );
}

/** @returns {Promise<Engine | string>} */
async function fromCache() {
  return (await cachedRelease()) ?? (await cachedBuild()) ?? "it holds none";
}
