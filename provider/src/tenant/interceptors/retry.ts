import type { Dispatcher } from "undici";
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

type Controller = Dispatcher.DispatchController;
type Context = Parameters<Required<Dispatcher.DispatchHandler>["onRequestStart"]>[1];
type Trailers = Parameters<Required<Dispatcher.DispatchHandler>["onResponseEnd"]>[1];

/** An answer that arrived to its end. */
interface Answer {
  status: number;
  headers: Headers;
  message: string | undefined;
  chunks: Buffer[];
}

/** The end of an attempt that did not bring a usable answer. */
type Failure = { status: number; headers: Headers } | { error: NetworkError };

/**
 * Sends a failed request again where that is safe: a query always, a mutation only where nothing was sent or
 * where the server said that it did not run it. Requests say which they are by undici's `idempotent` option; their bodies
 * are texts or bytes.
 *
 * An answer is passed on once it has arrived to its end. One that is cut off is a failure like others: undici's own
 * interceptor would ask for the rest by a `Range`, which no answer to a POST has.
 *
 * @param waits pauses after an HTTP 429, which hold the next attempt back as well; without them it is treated like a 503
 */
export function retrySafely(waits?: RateLimitWaits): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => {
    const idempotent = options.idempotent === true;
    /** Milliseconds until the next attempt; undefined where there is none. */
    const delayAfter = (failure: Failure, attempt: number): number | undefined => {
      if (waits !== undefined && "status" in failure && failure.status === TOO_MANY_REQUESTS) {
        return waits.pause(failure.headers, attempt) ? 0 : undefined;
      }
      return attempt < ATTEMPTS && maySendAgain(failure, idempotent)
        ? delayBefore(failure, attempt)
        : undefined;
    };
    const attempts = new Attempts(handler, delayAfter, () => void dispatch(options, attempts));
    return dispatch(options, attempts);
  };
}

/** The attempts of one request, of which its handler sees the last one. */
class Attempts implements Dispatcher.DispatchHandler, Controller {
  readonly #handler: Dispatcher.DispatchHandler;
  readonly #delayAfter: (failure: Failure, attempt: number) => number | undefined;
  readonly #send: () => void;
  #attempt = 1;
  #answer: Answer | undefined;
  #current: Controller | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isStarted = false;
  #isOver = false;
  aborted = false;
  reason: Error | null = null;
  /** Never pauses: the parts that were passed on have arrived already. */
  readonly paused = false;

  constructor(
    handler: Dispatcher.DispatchHandler,
    delayAfter: (failure: Failure, attempt: number) => number | undefined,
    send: () => void,
  ) {
    this.#handler = handler;
    this.#delayAfter = delayAfter;
    this.#send = send;
  }

  pause(): void {}

  resume(): void {}

  abort(reason: Error): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    if (this.#current !== undefined) this.#current.abort(reason);
    else this.#fail(reason);
  }

  onRequestStart(controller: Controller, context: Context): void {
    if (this.aborted) return controller.abort(this.reason ?? new Error("aborted"));
    this.#current = controller;
    this.#answer = undefined;
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#handler.onRequestStart?.(this, context);
  }

  onResponseStart(_controller: Controller, status: number, headers: Headers, message?: string): void {
    this.#answer = { status, headers, message, chunks: [] };
  }

  onResponseData(_controller: Controller, chunk: Buffer): void {
    this.#answer?.chunks.push(chunk);
  }

  onResponseEnd(_controller: Controller, trailers: Trailers): void {
    const answer = this.#answer;
    if (answer === undefined || (answer.status >= 300 && this.#isTriedAgain(answer))) return;
    this.#isOver = true;
    const headers = answer.headers as Record<string, string>;
    this.#handler.onResponseStart?.(this, answer.status, headers, answer.message);
    for (const chunk of answer.chunks) this.#handler.onResponseData?.(this, chunk);
    this.#handler.onResponseEnd?.(this, trailers);
  }

  onResponseError(_controller: Controller, error: Error): void {
    if (this.aborted || !this.#isTriedAgain({ error })) this.#fail(error);
  }

  #isTriedAgain(failure: Failure): boolean {
    this.#current = undefined;
    const milliseconds = this.#delayAfter(failure, this.#attempt);
    if (milliseconds === undefined) return false;
    this.#attempt += 1;
    this.#timer = setTimeout(() => {
      try {
        this.#send();
      } catch (error) {
        this.#fail(error as Error);
      }
    }, milliseconds);
    return true;
  }

  #fail(error: Error): void {
    clearTimeout(this.#timer);
    if (this.#isOver) return;
    this.#isOver = true;
    this.#handler.onResponseError?.(this, error);
  }
}

function maySendAgain(failure: Failure, idempotent: boolean): boolean {
  if ("status" in failure) {
    return NOT_RUN.includes(failure.status) || (idempotent && failure.status >= 500);
  }
  const { error } = failure;
  // An error of our own was decided on further inside, and sending again would not change it.
  if (error instanceof PrismaticError || isFinal(error)) return false;
  return idempotent || nothingWasSent(error);
}

/** Undefined where the server asks for a longer pause: asking it sooner would only fill the pause with refusals. */
function delayBefore(failure: Failure, attempt: number): number | undefined {
  const seconds = ("status" in failure ? retryAfterSeconds(failure.headers) : undefined) ?? 0;
  if (seconds * 1000 > LONGEST_DELAY_MILLISECONDS) return undefined;
  const jitter = 0.5 + Math.random() / 2;
  return seconds * 1000 + FIRST_DELAY_MILLISECONDS * 2 ** attempt * jitter;
}
