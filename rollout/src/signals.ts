import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Turns the first signal that would end this process into an abort, so that children end and what was read is told. A
 * second one ends the process at once.
 */
export function untilSignal(): AbortController {
  const controller = new AbortController();
  const onSignal = (name: (typeof SIGNALS)[number]) => {
    if (controller.signal.aborted) process.exit(codeOf(name));
    controller.abort(name);
  };
  // It stays after the first signal: packages that restore the cursor end a process that nobody else listens for.
  for (const name of SIGNALS) process.on(name, onSignal);
  return controller;
}

/** Exit code of a process that a signal ended, as shells give it; undefined where there was none. */
export function signalExitCode({ aborted, reason }: AbortSignal): number | undefined {
  const name = SIGNALS.find((each) => each === reason);
  return aborted && name !== undefined ? codeOf(name) : undefined;
}

function codeOf(name: (typeof SIGNALS)[number]): number {
  return 128 + constants.signals[name];
}
