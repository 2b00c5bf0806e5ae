import { setTimeout as sleep } from "node:timers/promises";
import type { Dispatcher } from "undici";
import { dispatchLater } from "./later.ts";

/** A little more than a second, because requests may arrive closer together than they were sent. */
const WINDOW_MILLISECONDS = 1050;

/**
 * Holds requests back so that no second sees more than `requestsPerSecond` of them.
 *
 * @param requestsPerSecond a whole number from 1
 */
export function rateLimit(requestsPerSecond: number): Dispatcher.DispatcherComposeInterceptor {
  const starts: number[] = [];

  function reserveStart(): number {
    const now = performance.now();
    const blocking = starts.at(-requestsPerSecond);
    const start = blocking === undefined ? now : Math.max(now, blocking + WINDOW_MILLISECONDS);
    starts.push(start);
    if (starts.length > requestsPerSecond) starts.shift();
    return start - now;
  }

  return (dispatch) => (options, handler) => {
    const wait = reserveStart();
    if (wait === 0) return dispatch(options, handler);
    return dispatchLater(sleep(wait, options), dispatch, handler);
  };
}
