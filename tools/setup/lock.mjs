import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "./progress.mjs";

const abandonedAfter = 60 * 60 * 1000;

/**
 * Does work that only one process may do at a time; another one that asks meanwhile waits, and takes the
 * lock over when its owner has died.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, work) {
  mkdirSync(dirname(file), { recursive: true });
  let waiting = false;
  while (!tryLock(file)) {
    const owner = ownerOf(file);
    if (owner === "dead") {
      rmSync(file, { force: true });
      continue;
    }
    if (!waiting) say(`- Waiting for another set-up (process ${owner}) to finish`);
    waiting = true;
    await sleep(500);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function tryLock(/** @type {string} */ file) {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  }
}

/** @returns {number | "dead"} */
function ownerOf(/** @type {string} */ file) {
  try {
    const age = Date.now() - statSync(file).mtimeMs;
    const pid = Number(readFileSync(file, "utf8"));
    // An empty file is one whose owner is between creating it and writing its number.
    if (pid === 0 && age < 5000) return pid;
    if (pid === 0 || age > abandonedAfter) return "dead";
    return isAlive(pid) ? pid : "dead";
  } catch {
    return "dead";
  }
}

/** Tells whether a process of this number exists. */
export function isAlive(/** @type {number} */ pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}
