import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Turns the first signal that would end this process into an abort, so that children end and what was read is told. A
 * second one ends the process at once.
 */
export function untilSignal(): AbortController {
  const controller = new AbortController();
  for (const name of SIGNALS) process.once(name, () => controller.abort(name));
  return controller;
}

/** Exit code of a process that a signal ended, as shells give it; undefined where there was none. */
export function signalExitCode({ aborted, reason }: AbortSignal): number | undefined {
  const name = SIGNALS.find((each) => each === reason);
  return aborted && name !== undefined ? 128 + constants.signals[name] : undefined;
}
