import { PrismaticError } from "../errors.ts";
import { interceptors, type Dispatcher, type RetryHandler } from "undici";

/** Failures to connect: nothing was sent, so any request may be sent again. */
export const NOTHING_SENT = [
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
];

/** Answers by which the server says that it did not run the request. */
const NOT_RUN = [429, 503];

const ATTEMPTS = 5;
const FIRST_DELAY_MILLISECONDS = 200;
const LONGEST_DELAY_MILLISECONDS = 60_000;

interface Failure {
  code?: string;
  statusCode?: number;
  headers?: Record<string, string | string[] | undefined> | null;
}

/**
 * Sends a failed request again where that is safe: a query always, a mutation only where nothing was sent or
 * where the server said that it did not run it. Requests say which they are by undici's `idempotent` option.
 */
export function retrySafely(): Dispatcher.DispatcherComposeInterceptor {
  const decide: RetryHandler.RetryCallback = (error, { state, opts }, callback) => {
    const failure = error as Failure;
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
  return idempotent || NOTHING_SENT.includes(failure.code ?? "");
}

function delayMilliseconds(failure: Failure, counter: number): number {
  const seconds = Number(failure.headers?.["retry-after"]);
  const jitter = 0.5 + Math.random() / 2;
  const backoff = FIRST_DELAY_MILLISECONDS * 2 ** counter * jitter;
  const wanted = seconds > 0 ? seconds * 1000 + backoff : backoff;
  return Math.min(wanted, LONGEST_DELAY_MILLISECONDS);
}
