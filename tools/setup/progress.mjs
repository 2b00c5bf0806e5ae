import { clearInterval, setInterval } from "node:timers";
import { messageOf, SetupError } from "./errors.mjs";

/** Writes one line of progress to stderr, which leaves stdout to results. */
export function say(/** @type {string} */ line) {
  process.stderr.write(`${line}\n`);
}

/** Time since `start`, for people. */
export function elapsed(/** @type {number} */ start) {
  const seconds = (Date.now() - start) / 1000;
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/**
 * Says that slow work begins, that it still goes on, and how long it took.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const start = Date.now();
  say(`- ${title}`);
  const ticking = setInterval(() => say(`  ... ${elapsed(start)}`), 10_000);
  try {
    const result = await work();
    say(`  took ${elapsed(start)}`);
    return result;
  } finally {
    clearInterval(ticking);
  }
}

/**
 * Runs a command's main function: its number is the exit code, an error is shown in one place.
 * @param {() => Promise<number>} main
 */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    const text = error instanceof Error && !(error instanceof SetupError) ? error.stack : messageOf(error);
    say(`\nerror: ${text}`);
    process.exitCode = 1;
  }
}
