import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The result of a finished child process. */
export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The emulator's command, as its sources. */
export const mainPath = fileURLToPath(new URL("../main.ts", import.meta.url));

/** The options for running a program. */
interface RunOptions {
  env?: NodeJS.ProcessEnv | undefined;
  cwd?: string | undefined;
  /** Reads the output so far, and may stop the program. */
  onOutput?: (stdout: string, stop: (signal: NodeJS.Signals) => void) => void;
}

/** Runs a Node program to its end. */
export function runNode(args: string[], { env, cwd, onOutput }: RunOptions = {}): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd,
      env: {
        PATH: process.env["PATH"],
        HOME: process.env["HOME"],
        NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
        ...env,
      },
    });
    const finished: Finished = { code: null, stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      finished.stdout += text;
      onOutput?.(finished.stdout, (signal) => child.kill(signal));
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (finished.stderr += text));
    child.once("error", reject);
    child.once("close", (code) => resolve({ ...finished, code }));
  });
}
