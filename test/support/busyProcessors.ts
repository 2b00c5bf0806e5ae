import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";

/** Keeps every processor busy until it is disposed of. */
export function occupyProcessors(): Disposable {
  const processes = Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, ["--eval", "for (;;);"], { stdio: "ignore" }),
  );
  return {
    [Symbol.dispose]: () => {
      for (const each of processes) each.kill("SIGKILL");
    },
  };
}
