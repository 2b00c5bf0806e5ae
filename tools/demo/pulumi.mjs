import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout } from "node:timers";
import { SetupError } from "../setup/errors.mjs";
import { root } from "../setup/paths.mjs";
import { tail } from "../setup/run.mjs";

/** How long Pulumi may take to stop in order. */
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
   * Runs one command and answers what it printed to stdout; a failure shows the end of all that it printed.
   * @param {string[]} args
   * @param {(line: string) => void} [onLine]
   * @returns {Promise<string>}
   */
  run(args, onLine = () => {}) {
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
    let output = "";
    let rest = "";
    child.stdout.setEncoding("utf8").on("data", (/** @type {string} */ chunk) => {
      stdout += chunk;
      output += chunk;
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      lines.forEach(onLine);
    });
    child.stderr.setEncoding("utf8").on("data", (/** @type {string} */ chunk) => (output += chunk));
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => {
        this.#running.delete(child);
        if (this.stopped) return reject(new SetupError("Stopped."));
        if (code === 0) return resolve(stdout);
        const title = `pulumi ${args.slice(0, 2).join(" ")}`;
        reject(new SetupError(`${title} failed (${signal ?? `exit code ${code}`}):\n${tail(output, 40)}`));
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
