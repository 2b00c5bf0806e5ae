import { spawn } from "node:child_process";
import { killFamily } from "./processes.ts";

/** Bytes of each output stream that are kept; the rest is read and forgotten. */
const KEPT = 16 * 1024 * 1024;

/** Seconds that an interrupted child has to end by itself. */
const GRACE = 10;

export interface ChildOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Seconds after which the child is interrupted. */
  timeout: number;
  /** Interrupts the child when it is aborted. */
  signal: AbortSignal;
  /** Seconds between the interrupt and the end by force; 10 by default. */
  grace?: number | undefined;
}

export interface ChildOutcome {
  /** Exit code; null where a signal ended it. */
  code: number | null;
  pid: number | undefined;
  /** The reason of its end: its own, the time that it had, or the command that started it was interrupted. */
  endedBy: "itself" | "timeout" | "interrupt";
  /** True where it outlived its time of grace after an interrupt, and was ended by force. */
  isForced: boolean;
  stdout: string;
  stderr: string;
}

/**
 * Runs a program to its end in a session and process group of its own, without a terminal and without input. An
 * interrupt is one SIGINT to the program alone, as Pulumi expects it; what still runs of its family after the time of
 * grace is ended by force.
 *
 * @throws Error where the program cannot be started
 */
export function runChild(
  command: string,
  args: readonly string[],
  options: ChildOptions,
): Promise<ChildOutcome> {
  const { cwd, env, timeout, signal, grace = GRACE } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    const stdout = kept(child.stdout);
    const stderr = kept(child.stderr);
    let endedBy: ChildOutcome["endedBy"] = "itself";
    let force: NodeJS.Timeout | undefined;
    let isForced = false;

    const interrupt = (reason: "timeout" | "interrupt") => {
      if (endedBy !== "itself") return;
      endedBy = reason;
      child.kill("SIGINT");
      force = setTimeout(() => {
        isForced = true;
        if (child.pid !== undefined) killFamily(child.pid);
      }, grace * 1000);
    };
    const deadline = setTimeout(() => interrupt("timeout"), timeout * 1000);
    const onAbort = () => interrupt("interrupt");
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });

    child.once("error", (error) => {
      clear();
      reject(error);
    });
    child.once("exit", () => {
      // A plugin that hangs keeps the output open, and outlives the command.
      if (endedBy !== "itself" && child.pid !== undefined) killFamily(child.pid);
    });
    child.once("close", (code) => {
      clear();
      resolve({ code, pid: child.pid, endedBy, isForced, stdout: stdout(), stderr: stderr() });
    });

    function clear(): void {
      clearTimeout(deadline);
      clearTimeout(force);
      signal.removeEventListener("abort", onAbort);
    }
  });
}

function kept(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on("data", (chunk: Buffer) => {
    if (size < KEPT) chunks.push(chunk);
    size += chunk.length;
  });
  return () => Buffer.concat(chunks).toString("utf8");
}
