import { setTimeout as sleep } from "node:timers/promises";
import type { Dispatcher } from "undici";

/** A little more than a second, because requests may arrive closer together than they were sent. */
const WINDOW_MILLISECONDS = 1050;

/**
 * Holds requests back so that no second sees more than `requestsPerSecond` of them.
 *
 * @param requestsPerSecond a whole number from 1
 */
export function rateLimit(requestsPerSecond: number): Dispatcher.DispatcherComposeInterceptor {
  const starts: number[] = [];
  let turn = Promise.resolve();

  /** Counts from when requests really start: on a busy machine that is later than planned. */
  async function start(): Promise<void> {
    const blocking = starts.at(-requestsPerSecond);
    if (blocking !== undefined) {
      for (let wait = untilFree(blocking); wait > 0; wait = untilFree(blocking)) await sleep(wait);
    }
    starts.push(performance.now());
    if (starts.length > requestsPerSecond) starts.shift();
  }

  const untilFree = (blocking: number) => blocking + WINDOW_MILLISECONDS - performance.now();

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
