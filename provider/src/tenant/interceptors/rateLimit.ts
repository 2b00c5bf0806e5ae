import { setTimeout as sleep } from "node:timers/promises";
import type { Dispatcher } from "undici";
import type { RateLimitWaits } from "../rateLimitWaits.ts";

/** A little more than a second, because requests may arrive closer together than they were sent. */
const WINDOW_MILLISECONDS = 1050;

/**
 * Holds requests back so that no second sees more than `requestsPerSecond` of them, and none is sent in a pause.
 *
 * @param requestsPerSecond a whole number from 1
 * @param waits the pauses for which the server has asked
 */
export function rateLimit(
  requestsPerSecond: number,
  waits?: Pick<RateLimitWaits, "left">,
): Dispatcher.DispatcherComposeInterceptor {
  const starts: number[] = [];
  let turn = Promise.resolve();

  /** Counts from when requests really start: on a busy machine that is later than planned. */
  async function start(): Promise<void> {
    for (let wait = untilFree(); wait > 0; wait = untilFree()) await sleep(wait);
    starts.push(performance.now());
    if (starts.length > requestsPerSecond) starts.shift();
  }

  function untilFree(): number {
    const blocking = starts.at(-requestsPerSecond) ?? -Infinity;
    return Math.max(blocking + WINDOW_MILLISECONDS - performance.now(), waits?.left ?? 0);
  }

  return (dispatch) => (options, handler) => {
    turn = turn.then(start);
    return dispatchLater(
      turn.then(() => options),
      dispatch,
      handler,
    );
  };
}

/** Dispatches once `ready` has answered; a rejection reaches the handler as the request's error. */
export function dispatchLater(
  ready: Promise<Dispatcher.DispatchOptions>,
  dispatch: Dispatcher.Dispatch,
  handler: Dispatcher.DispatchHandler,
): boolean {
  ready
    .then((options) => dispatch(options, handler))
    .catch((error: unknown) => {
      // undici's own handlers accept a missing controller before a request has started.
      handler.onResponseError?.(undefined as never, error as Error);
    });
  return true;
}
