import { spawn } from "node:child_process";
import { once } from "node:events";

/** A command on a pseudo-terminal. */
export interface OnTerminal {
  /** Everything that was written to the terminal until now. */
  found: { text: string };
  /** Types on its keyboard; `\u0003` is Ctrl-C. */
  type: (keys: string) => void;
  /** The exit code, once the command has ended. */
  ended: Promise<number | null>;
}

/** Runs a command on a pseudo-terminal of its own, with the program `script` of Linux and macOS. */
export function startOnTerminal(
  command: readonly string[],
  { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv },
): OnTerminal {
  const quoted = command.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(" ");
  const line = `stty rows 30 cols 100; exec ${quoted}`;
  const args =
    process.platform === "darwin"
      ? ["-q", "/dev/null", "sh", "-c", line]
      : ["--quiet", "--flush", "--return", "--command", line, "/dev/null"];
  const child = spawn("script", args, { cwd, env: { ...env, TERM: "xterm" }, stdio: "pipe" });
  const found = { text: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (found.text += text));
  return {
    found,
    type: (keys) => void child.stdin.write(keys),
    ended: once(child, "close").then(([code]) => code as number | null),
  };
}
