import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { root } from "./setup/paths.mjs";
import { runMain } from "./setup/progress.mjs";
import { setUp } from "./setup/setup.mjs";

/** Runs the emulator in place of this process, as far as Node.js can: same streams, signals and exit code. */
await runMain(async () => {
  const { node } = await setUp({ compiled: true });
  const program = join(root, "emulator", "dist", "main.js");
  const child = spawn(node, [program, ...process.argv.slice(2)], {
    cwd: process.env["INIT_CWD"] ?? process.cwd(),
    stdio: "inherit",
  });
  // A terminal's Ctrl-C reaches the child by itself, and twice would be one too many.
  process.on("SIGINT", () => process.stdin.isTTY || child.kill("SIGINT"));
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  process.on("SIGHUP", () => child.kill("SIGHUP"));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? (signal ? 128 + constants.signals[signal] : 1)));
  });
});
