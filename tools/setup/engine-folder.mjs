import {
  chmodSync,
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { engineFolder, root } from "./paths.mjs";

/**
 * Fills the clone's engine folder: `pulumi`, the Node.js that its children use, and its plugins. They lie side
 * by side because Pulumi warns of plugins that are elsewhere on the PATH.
 * @param {string} node
 * @param {import("./engine-version.mjs").Engine} engine
 */
export function writeEngineFolder(node, engine) {
  mkdirSync(engineFolder, { recursive: true });
  const file = (/** @type {string} */ name) => join(engineFolder, name);
  const languageHost = [engine.builtLanguageHost ?? "", "-node", node, "-packages", root];
  const dynamicProvider = [node, join(root, "tools", "engine", "dynamic-provider.mjs")];

  placeLink(engine.languageHost ? engine.pulumi : undefined, file("pulumi"));
  if (!engine.languageHost) placeProgram(engine.pulumi, file("pulumi"));
  placeLink(node, file("node"));
  const plugins = [
    { name: "pulumi-language-nodejs", release: engine.languageHost, command: languageHost },
    { name: "pulumi-resource-pulumi-nodejs", release: engine.resourcePlugin, command: dynamicProvider },
  ];
  for (const plugin of plugins) {
    if (plugin.release) placeLink(plugin.release, file(plugin.name));
    else placeScript(wrapper(plugin.command), file(plugin.name));
  }

  const wanted = new Set(["pulumi", "node", ...plugins.map((plugin) => plugin.name)]);
  for (const name of readdirSync(engineFolder)) if (!wanted.has(name)) rmSync(file(name), { force: true });
}

/** `exec` makes the program the engine's direct child, so that it can tell when the engine is gone. */
function wrapper(/** @type {string[]} */ command) {
  return `#!/bin/sh\nexec ${command.map(quote).join(" ")} "$@"\n`;
}

function quote(/** @type {string} */ text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function placeLink(/** @type {string | undefined} */ target, /** @type {string} */ path) {
  if (!target) return;
  if (entry(path)?.isSymbolicLink() && readlinkSync(path) === target) return;
  place(path, (temporary) => symlinkSync(target, temporary));
}

function placeScript(/** @type {string} */ text, /** @type {string} */ path) {
  if (entry(path)?.isFile() && readFileSync(path, "utf8") === text) return;
  place(path, (temporary) => {
    writeFileSync(temporary, text);
    chmodSync(temporary, 0o755);
  });
}

/** A second name for the file in the cache, or a copy where the cache is on another disk. */
function placeProgram(/** @type {string} */ source, /** @type {string} */ path) {
  const wanted = statSync(source);
  const found = entry(path);
  if (found?.isFile() && found.size === wanted.size && found.mtimeMs === wanted.mtimeMs) return;
  place(path, (temporary) => {
    try {
      linkSync(source, temporary);
    } catch {
      copyFileSync(source, temporary);
      chmodSync(temporary, 0o755);
      utimesSync(temporary, wanted.atime, wanted.mtime);
    }
  });
}

function entry(/** @type {string} */ path) {
  return lstatSync(path, { throwIfNoEntry: false });
}

/** Makes a file under another name first, so that nobody ever meets half of it. */
function place(/** @type {string} */ path, /** @type {(temporary: string) => void} */ make) {
  const temporary = `${path}.${process.pid}`;
  rmSync(temporary, { force: true });
  make(temporary);
  renameSync(temporary, path);
}
