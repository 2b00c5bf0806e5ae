import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";

/** The output and the exit code of a command. */
export interface CommandResult {
  exitCode: number;
  stdout: string;
  stderr: string;
  /** Both streams, in the order in which they came. */
  output: string;
}

/** Runs a command to its end; `onStart` gives access to the running process, to signal it for example. */
export function runCommand(
  command: string,
  args: string[],
  options: SpawnOptions & { onStart?: (child: ChildProcess) => void },
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const result = { stdout: "", stderr: "", output: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name]?.setEncoding("utf8").on("data", (chunk: string) => {
        result[name] += chunk;
        result.output += chunk;
      });
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ ...result, exitCode: code ?? -1 }));
    options.onStart?.(child);
  });
}

/** Ends a process that leads a group, with its children: politely first, as Pulumi's engine does. */
export async function endGroup(child: ChildProcess, signal: NodeJS.Signals = "SIGINT"): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  process.kill(-child.pid, signal);
  const patience = setTimeout(() => child.pid && process.kill(-child.pid, "SIGKILL"), 5000);
  await ended;
  clearTimeout(patience);
}
