import type { Dispatcher } from "undici";
import { BoundError } from "../failures.ts";

/** Bounds of one answer. */
export interface Bounds {
  /** Seconds from the start of a request to the end of its answer, however often a byte of it arrives. */
  seconds: number;
  /** Largest body, in megabytes. */
  megabytes: number;
}

type Controller = Dispatcher.DispatchController;
type Handler = Required<Dispatcher.DispatchHandler>;

/** Gives up answers that take too long as a whole, or are too large. */
export function bounded(bounds: Bounds): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => dispatch(options, new Bounded(handler, bounds));
}

class Bounded implements Dispatcher.DispatchHandler {
  readonly #inner: Dispatcher.DispatchHandler;
  readonly #bounds: Bounds;
  #timer: NodeJS.Timeout | undefined;
  #bytes = 0;

  constructor(inner: Dispatcher.DispatchHandler, bounds: Bounds) {
    this.#inner = inner;
    this.#bounds = bounds;
  }

  onRequestStart(...[controller, context]: Parameters<Handler["onRequestStart"]>): void {
    const { seconds } = this.#bounds;
    this.#timer = setTimeout(() => {
      controller.abort(
        new BoundError(`was not complete within ${seconds} s (twice prismatic:timeoutSeconds)`),
      );
    }, seconds * 1000);
    this.#inner.onRequestStart?.(controller, context);
  }

  onResponseStart(...args: Parameters<Handler["onResponseStart"]>): void {
    this.#inner.onResponseStart?.(...args);
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    const { megabytes } = this.#bounds;
    this.#bytes += chunk.length;
    if (this.#bytes <= megabytes * 1024 * 1024) this.#inner.onResponseData?.(controller, chunk);
    else controller.abort(new BoundError(`is larger than ${megabytes} MB`));
  }

  onResponseEnd(...args: Parameters<Handler["onResponseEnd"]>): void {
    clearTimeout(this.#timer);
    this.#inner.onResponseEnd?.(...args);
  }

  onResponseError(...args: Parameters<Handler["onResponseError"]>): void {
    clearTimeout(this.#timer);
    this.#inner.onResponseError?.(...args);
  }
}
