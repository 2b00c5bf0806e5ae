import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout } from "node:timers";
import { SetupError } from "../setup/errors.mjs";
import { root } from "../setup/paths.mjs";
import { tail } from "../setup/run.mjs";

/** Time that Pulumi may take to stop in order. */
const patience = 15_000;

/** Runs `pulumi` in the root project and can stop all that it runs. */
export class Pulumi {
  /** @type {Set<import("node:child_process").ChildProcess>} */
  #running = new Set();
  #folder;
  #env;
  stopped = false;

  /**
   * @param {string} folder where `pulumi` is
   * @param {NodeJS.ProcessEnv} env
   */
  constructor(folder, env) {
    this.#folder = folder;
    this.#env = env;
  }

  /**
   * Runs one command and answers what it printed to stdout; a failure shows what was not shown before.
   * @param {string[]} args
   * @param {(line: string) => void} [onLine] shows the lines of stdout as they come
   * @returns {Promise<string>}
   */
  run(args, onLine) {
    if (this.stopped) return Promise.reject(new SetupError("Stopped."));
    const child = spawn(join(this.#folder, "pulumi"), [...args, "--non-interactive"], {
      cwd: root,
      env: this.#env,
      // In a group of its own, a command gets exactly one signal: ours.
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#running.add(child);
    let stdout = "";
    let unseen = "";
    let rest = "";
    child.stdout.setEncoding("utf8").on("data", (/** @type {string} */ chunk) => {
      stdout += chunk;
      if (!onLine) return (unseen += chunk);
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      lines.forEach(onLine);
    });
    child.stderr.setEncoding("utf8").on("data", (/** @type {string} */ chunk) => (unseen += chunk));
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => {
        this.#running.delete(child);
        if (this.stopped) return reject(new SetupError("Stopped."));
        if (code === 0) return resolve(stdout);
        // Without the flags, among whose values are secrets.
        const command = args
          .slice(
            0,
            args.findIndex((arg) => arg.startsWith("--")),
          )
          .join(" ");
        const how = `pulumi ${command} ended with ${signal ?? `exit code ${code}`}`;
        reject(new SetupError(unseen.trim() ? `${how}:\n${tail(unseen, 40)}` : `${how}; see above.`));
      });
    });
  }

  /** Asks what runs to stop, and ends it when it does not. */
  stop() {
    if (this.stopped) return;
    this.stopped = true;
    for (const child of this.#running) {
      child.kill("SIGINT");
      setTimeout(() => child.kill("SIGKILL"), patience).unref();
    }
  }
}
