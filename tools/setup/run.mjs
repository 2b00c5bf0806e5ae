import { spawn } from "node:child_process";
import { clearTimeout, setTimeout } from "node:timers";
import { SetupError } from "./errors.mjs";

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [timeout] milliseconds until the command is ended, with its children
 * @property {(line: string) => void} [onLine] receives each line of stdout and stderr as it comes
 */

/** @typedef {{ code: number, stdout: string, stderr: string, output: string }} RunResult */

/**
 * Runs a command to its end and collects what it prints; a command that cannot start has code 127.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      detached: options.timeout !== undefined,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const result = { code: 0, stdout: "", stderr: "", output: "" };
    const release = options.timeout === undefined ? () => {} : limit(child, options.timeout);
    for (const name of /** @type {const} */ (["stdout", "stderr"])) {
      let rest = "";
      child[name].setEncoding("utf8");
      child[name].on("data", (/** @type {string} */ chunk) => {
        result[name] += chunk;
        result.output += chunk;
        if (!options.onLine) return;
        const lines = (rest + chunk).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) options.onLine(line);
      });
      child[name].on("end", () => rest && options.onLine?.(rest));
    }
    child.on("error", (error) => resolve({ ...result, code: 127, output: error.message }));
    child.on("close", (code, signal) => {
      release();
      if (signal) result.output += `\n(ended by ${signal})`;
      resolve({ ...result, code: code ?? 1 });
    });
  });
}

/** Ends a command with all its children after a time, or when this process is told to stop. */
function limit(
  /** @type {import("node:child_process").ChildProcess} */ child,
  /** @type {number} */ milliseconds,
) {
  const end = () => {
    try {
      if (child.pid) process.kill(-child.pid, "SIGKILL");
    } catch {
      // It has ended by itself in the meantime.
    }
  };
  const stop = () => {
    end();
    process.exit(130);
  };
  const timer = setTimeout(end, milliseconds);
  process.once("SIGINT", stop).once("SIGTERM", stop);
  return () => {
    clearTimeout(timer);
    process.off("SIGINT", stop).off("SIGTERM", stop);
  };
}

/**
 * Like {@link run}, but a non-zero exit code is an error that shows the end of the output.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions & { title?: string }} [options]
 */
export async function runOrFail(command, args, options = {}) {
  const result = await run(command, args, options);
  if (result.code === 0) return result;
  const title = options.title ?? [command, ...args].join(" ");
  throw new SetupError(`${title} failed with exit code ${result.code}:\n${tail(result.output)}`);
}

/** The last lines of an output, indented. */
export function tail(/** @type {string} */ output, lines = 25) {
  return output
    .trimEnd()
    .split("\n")
    .slice(-lines)
    .map((line) => `    ${line}`)
    .join("\n");
}
