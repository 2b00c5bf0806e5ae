import type { Dispatcher } from "undici";
import { isWebPage } from "../refusals.ts";
import type { AccessTokens } from "../tokens.ts";
import { dispatchLater } from "./rateLimit.ts";

/** Sends the access token with every request; where the server refuses it, renews it and sends once more. */
export function authorize(tokens: AccessTokens): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => {
    const withToken = (token: string) => ({
      ...options,
      headers: { ...(options.headers as Record<string, string>), authorization: `Bearer ${token}` },
    });

    const attempt = tokens.current().then((token) => {
      const renewing = new RenewOnRefusal(handler, () => {
        dispatchLater(tokens.renew(token).then(withToken), dispatch, handler);
      });
      dispatch(withToken(token), renewing);
    });
    attempt.catch((error: unknown) => handler.onResponseError?.(undefined as never, error as Error));
    return true;
  };
}

/** Lets an answer through unless it is a 401 of the API, which it swallows to call `renew` instead. */
class RenewOnRefusal implements Dispatcher.DispatchHandler {
  readonly #inner: Dispatcher.DispatchHandler;
  readonly #renew: () => void;
  #refused = false;

  constructor(inner: Dispatcher.DispatchHandler, renew: () => void) {
    this.#inner = inner;
    this.#renew = renew;
  }

  onRequestStart(...args: Parameters<Required<Dispatcher.DispatchHandler>["onRequestStart"]>): void {
    this.#inner.onRequestStart?.(...args);
  }

  onResponseStart(...args: Parameters<Required<Dispatcher.DispatchHandler>["onResponseStart"]>): void {
    const [, status, headers] = args;
    // A web page comes from what stands in between, and a new token would not change it.
    this.#refused = status === 401 && !isWebPage(headers);
    if (!this.#refused) this.#inner.onResponseStart?.(...args);
  }

  onResponseData(...args: Parameters<Required<Dispatcher.DispatchHandler>["onResponseData"]>): void {
    if (!this.#refused) this.#inner.onResponseData?.(...args);
  }

  onResponseEnd(...args: Parameters<Required<Dispatcher.DispatchHandler>["onResponseEnd"]>): void {
    if (this.#refused) this.#renew();
    else this.#inner.onResponseEnd?.(...args);
  }

  onResponseError(...args: Parameters<Required<Dispatcher.DispatchHandler>["onResponseError"]>): void {
    this.#inner.onResponseError?.(...args);
  }
}
