import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ListedError } from "../engine/errors.ts";
import { usedKeysOf, type UsedKey } from "./usedKeys.ts";

const SKIPPED_FOLDERS = new Set(["node_modules", "dist", "build", "coverage", ".git", ".spectral"]);

/**
 * Finds the places in a project's TypeScript sources that name a reusable connection, file by file.
 *
 * @throws Error that names each source that does not parse
 * @throws Error if there is no TypeScript in the folder
 */
export function usedKeysIn(folder: string): UsedKey[] {
  const files = sourcesIn(folder);
  if (files.length === 0)
    throw new Error(`${folder} holds no TypeScript. Name the folder of the sources: --check-source DIR.`);
  const used: UsedKey[] = [];
  const problems: string[] = [];
  for (const file of files) {
    const { keys, problem } = usedKeysOf(file, readFileSync(file, "utf8"));
    used.push(...keys);
    if (problem !== undefined) problems.push(problem);
  }
  if (problems.length > 0) throw new ListedError("Sources do not parse. Mend them:", problems);
  return used;
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return SKIPPED_FOLDERS.has(entry.name) ? [] : sourcesIn(path);
      return /\.[cm]?tsx?$/.test(entry.name) && !/\.d\.[cm]?ts$/.test(entry.name) ? [path] : [];
    });
}
