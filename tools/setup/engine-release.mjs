import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findOnPath, isExecutable, isRecent, pluginsOf, versionOf } from "./engine-version.mjs";
import { cacheFolder } from "./paths.mjs";
import { runTool } from "./dependencies.mjs";
import { say, step } from "./progress.mjs";

/** @typedef {import("./engine-version.mjs").Engine} Engine */

const downloadLimit = 5 * 60 * 1000;

/**
 * The release that the user has on the PATH, or the reason why it is not used.
 * @returns {Promise<Engine | string>}
 */
export async function engineOnPath() {
  const pulumi = findOnPath("pulumi");
  if (!pulumi) return "there is none";
  const version = await versionOf(pulumi);
  if (!version) return `${pulumi} does not answer`;
  if (!isRecent(version)) return `${pulumi} is ${version}, older than 3.258`;
  const plugins = pluginsOf(pulumi);
  if (!plugins.languageHost) return `${pulumi} comes without its language host for Node.js`;
  return { pulumi, version, ...plugins };
}

/**
 * The newest release in the project's cache; a damaged one is removed.
 * @returns {Promise<Engine | undefined>}
 */
export async function cachedRelease() {
  const versions = join(cacheFolder(), "versions");
  if (!existsSync(versions)) return undefined;
  const newestFirst = readdirSync(versions).sort((a, b) => b.localeCompare(a, "en", { numeric: true }));
  for (const name of newestFirst) {
    const pulumi = join(versions, name, "bin", "pulumi");
    const version = isExecutable(pulumi) ? await versionOf(pulumi) : undefined;
    const plugins = version ? pluginsOf(pulumi) : undefined;
    if (version && isRecent(version) && plugins?.languageHost) return { pulumi, version, ...plugins };
    say(`  The release ${name} in the cache is damaged: removing it`);
    rmSync(join(versions, name), { recursive: true, force: true });
  }
  return undefined;
}

/**
 * The release that the npm package `pulumi` downloads into the project's cache, or why it could not.
 * @param {string} node
 * @returns {Promise<Engine | string>}
 */
export async function downloadedRelease(node) {
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, PULUMI_HOME: cacheFolder(), PULUMI_SKIP_UPDATE_CHECK: "true" };
  delete env["PULUMI_VERSION"];
  const result = await step("Downloading Pulumi's release (npm package pulumi)", () =>
    runTool(node, "pulumi/run.js", ["version"], { env, timeout: downloadLimit }),
  );
  const engine = await cachedRelease();
  if (engine) return engine;
  const lastLine = result.output.trim().split("\n").at(-1);
  return `the download failed (${lastLine || `exit code ${result.code}`})`;
}
