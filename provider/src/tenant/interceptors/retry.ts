import { interceptors, type Dispatcher, type RetryHandler } from "undici";
import { PrismaticError } from "../errors.ts";
import { isFinal, nothingWasSent, type NetworkError } from "../failures.ts";
import type { RateLimitWaits } from "../rateLimitWaits.ts";
import { retryAfterSeconds, type Headers } from "../retryAfter.ts";

const TOO_MANY_REQUESTS = 429;

/** Answers by which the server says that it did not run the request. */
const NOT_RUN = [TOO_MANY_REQUESTS, 503];

const ATTEMPTS = 5;
const FIRST_DELAY_MILLISECONDS = 200;
const LONGEST_DELAY_MILLISECONDS = 60_000;

interface Failure extends NetworkError {
  statusCode?: number;
  headers?: Headers | null;
}

/**
 * Sends a failed request again where that is safe: a query always, a mutation only where nothing was sent or
 * where the server said that it did not run it. Requests say which they are by undici's `idempotent` option.
 *
 * @param waits pauses after an HTTP 429, which hold the next attempt back as well; without them it is treated like a 503
 */
export function retrySafely(waits?: RateLimitWaits): Dispatcher.DispatcherComposeInterceptor {
  const decide: RetryHandler.RetryCallback = (error, { state, opts }, callback) => {
    const failure = error as Failure;
    if (waits !== undefined && failure.statusCode === TOO_MANY_REQUESTS) {
      callback(waits.pause(failure.headers ?? {}, state.counter) ? null : error);
      return null;
    }
    // An error of our own was decided on further inside, and sending again would not change it.
    if (
      error instanceof PrismaticError ||
      state.counter >= ATTEMPTS ||
      !maySendAgain(failure, opts.idempotent === true)
    ) {
      callback(error);
      return null;
    }
    setTimeout(() => callback(null), delayMilliseconds(failure, state.counter));
    return null;
  };
  return interceptors.retry({ retry: decide, throwOnError: false, methods: ["POST", "PUT"] });
}

function maySendAgain(failure: Failure, idempotent: boolean): boolean {
  if (failure.statusCode !== undefined) {
    return NOT_RUN.includes(failure.statusCode) || (idempotent && failure.statusCode >= 500);
  }
  return !isFinal(failure) && (idempotent || nothingWasSent(failure));
}

function delayMilliseconds(failure: Failure, counter: number): number {
  const seconds = retryAfterSeconds(failure.headers ?? {}) ?? 0;
  const jitter = 0.5 + Math.random() / 2;
  const backoff = FIRST_DELAY_MILLISECONDS * 2 ** counter * jitter;
  return Math.min(seconds * 1000 + backoff, LONGEST_DELAY_MILLISECONDS);
}
