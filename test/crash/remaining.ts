import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { testEnvironment } from "../support/environment.ts";
import { providersOf } from "../support/providersOf.ts";

/** Milliseconds after which no process may be left. */
const PATIENCE = 20_000;

/** Options of Node.js with which each process that loads the provider leaves a mark in its folder. */
export const NODE_OPTIONS = [
  testEnvironment("")["NODE_OPTIONS"],
  `--import ${pathToFileURL(join(import.meta.dirname, "loaded.mjs")).href}`,
].join(" ");

/**
 * Waits until the provider's processes that work in a folder have ended by themselves, and ends the others.
 *
 * @returns those that did not although they had loaded the provider; Pulumi's own process, killed before, never does
 */
export async function remainingIn(folder: string): Promise<string[]> {
  const until = performance.now() + PATIENCE;
  let left = await providersOf(folder);
  while (left.some(({ id }) => hasLoaded(folder, id)) && performance.now() < until) {
    await pause(200);
    left = await providersOf(folder);
  }
  for (const { id } of left) killProcess(id);
  return left.filter(({ id }) => hasLoaded(folder, id)).map(({ command }) => `a process is left: ${command}`);
}

const hasLoaded = (folder: string, id: number): boolean => existsSync(join(folder, `.loaded-${id}`));

/** Kills a process, unless it has ended meanwhile. */
export function killProcess(id: number): void {
  try {
    process.kill(id, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
