import { Worker } from "node:worker_threads";

/** Silence after which a case counts as one that never ends; a busy machine is ten times slower than a quiet one. */
const PATIENCE_SECONDS = 60;

const counter = new Int32Array(new SharedArrayBuffer(4));

/** Tells that a case begins. */
export const progress = { next: () => void Atomics.add(counter, 0, 1) };

const WATCH = `
  const { workerData: { counter, seconds, title } } = require("node:worker_threads");
  let seen = Atomics.load(counter, 0);
  setInterval(() => {
    const now = Atomics.load(counter, 0);
    if (now === seen) {
      require("node:fs").writeSync(2, title + ": case " + now + " did not end within " + seconds + " s\\n");
      process.kill(process.pid, "SIGKILL");
    }
    seen = now;
  }, seconds * 1000);
`;

/**
 * Ends this process where no case begins for a minute: what never ends leaves no other way.
 *
 * @param title names the run in the last line on the standard error output
 */
export function watchForHangs(title: string): void {
  new Worker(WATCH, { eval: true, workerData: { counter, seconds: PATIENCE_SECONDS, title } }).unref();
}
