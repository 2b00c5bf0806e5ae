import type { Dispatcher } from "undici";

/** Dispatches once `ready` has answered; a rejection reaches the handler as the request's error. */
export function dispatchLater(
  ready: Promise<Dispatcher.DispatchOptions>,
  dispatch: Dispatcher.Dispatch,
  handler: Dispatcher.DispatchHandler,
): boolean {
  ready
    .then(
      (options) => dispatch(options, handler),
      (error: unknown) => {
        throw error;
      },
    )
    .catch((error: unknown) => {
      // undici's own handlers accept a missing controller before a request has started.
      handler.onResponseError?.(undefined as never, error as Error);
    });
  return true;
}
