import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { folderOf } from "../lock/fileLocks.ts";
import { backendUrl } from "./backend.ts";
import type { PulumiProcess } from "./command.ts";

/** True where a state, or what is beside it in a file backend, was read in part: a process writes it, or died then. */
export function isBeingWritten(stderr: string): boolean {
  return /^error: (failed to load checkpoint: .*)?(unexpected )?(EOF|end of JSON.*)$/m.test(stderr);
}

/**
 * Removes the attributes beside states that are cut off. A file backend writes them in place, not in one step as it does the
 * states, so that a process that is killed leaves some that no command of Pulumi can read ("failed to load checkpoint: EOF").
 * Without them, the backend takes those that each of its files has.
 *
 * @returns the files that were removed; none in another backend
 */
export async function clearAttributes(pulumi: PulumiProcess): Promise<string[]> {
  const url = await backendUrl(pulumi);
  return url.startsWith("file://") ? removeCutOffAttributes(folderOf(url, pulumi.cwd)) : [];
}

/** @param folder of the backend */
export async function removeCutOffAttributes(folder: string): Promise<string[]> {
  const stacks = join(folder, ".pulumi", "stacks");
  const names = await readdir(stacks, { recursive: true }).catch(() => []);
  const removed: string[] = [];
  for (const name of names.filter((each) => each.endsWith(".attrs"))) {
    const file = join(stacks, name);
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined || isWhole(text)) continue;
    await rm(file, { force: true });
    removed.push(file);
  }
  return removed;
}

function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
