import { accessSync, constants, readFileSync, realpathSync } from "node:fs";
import { delimiter, dirname, join, sep } from "node:path";
import { engineFolder, root } from "./paths.mjs";
import { run } from "./run.mjs";

/**
 * @typedef {object} Engine
 * @property {string} pulumi path of the program
 * @property {string} version
 * @property {string} [languageHost] path of a release's language host; a build from source has none
 * @property {string} [builtLanguageHost] path of the language host that stands in for it
 * @property {string} [resourcePlugin] path of a release's plugin for dynamic providers
 */

/** The version that is built from source. */
export const builtVersion =
  /pulumi\/pkg\/v3 v(\S+)/.exec(readFileSync(join(root, "tools", "engine", "go.mod"), "utf8"))?.[1] ?? "";

const oldest = [3, 258, 0];

/** The version that a `pulumi` answers, or undefined when it does not answer. */
export async function versionOf(/** @type {string} */ pulumi) {
  const env = {
    ...process.env,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_HOME: join(root, ".engine", "home"),
  };
  const { code, stdout } = await run(pulumi, ["version"], { timeout: 30_000, env });
  return code === 0 ? /^v?(\d+\.\d+\.\d+\S*)/m.exec(stdout)?.[1] : undefined;
}

/** Tells whether a version of Pulumi has all that the provider uses. */
export function isRecent(/** @type {string} */ version) {
  const parts = version.split(/[.-]/, 3).map(Number);
  for (const [index, wanted] of oldest.entries()) {
    const part = parts[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}

/**
 * A release's plugins, beside its program (where links lead) or on the PATH.
 * @param {string} pulumi
 * @returns {Pick<Engine, "languageHost" | "resourcePlugin">}
 */
export function pluginsOf(pulumi) {
  const beside = dirname(realpathSync(pulumi));
  const find = (/** @type {string} */ name) => [join(beside, name)].find(isExecutable) ?? findOnPath(name);
  return {
    languageHost: find("pulumi-language-nodejs"),
    resourcePlugin: find("pulumi-resource-pulumi-nodejs"),
  };
}

/** The first program of this name on the PATH that neither we nor an npm package put there. */
export function findOnPath(/** @type {string} */ name) {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => folder && folder !== engineFolder && !folder.split(sep).includes("node_modules"))
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/** Tells whether a file is there and may be executed. */
export function isExecutable(/** @type {string} */ file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
