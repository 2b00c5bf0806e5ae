import { request, type Dispatcher } from "undici";
import { UnreachableError } from "./errors.ts";
import { nameOfFailure, type NetworkError } from "./failures.ts";
import { refusalOfProxy, type Proxies } from "./proxies.ts";
import { foreignText } from "./foreignText.ts";
import { KnownSecrets } from "./knownSecrets.ts";

/** A file, and the address that Prismatic gave out for it. */
export interface Upload {
  /** Its name in an error message, such as `the package (12 kB)`. */
  what: string;
  /** The presigned address. Knowing it is enough to write there, so it appears in no message. */
  url: string;
  bytes: Buffer;
  contentType: string;
}

/** Longest part of an answer that a message repeats, in characters. */
const LONGEST_ANSWER = 200;

/** Shorter parts of an address are ordinary words and digits. */
const SHORTEST = 8;

/** Sends files to presigned addresses, which take no token. */
export class Uploads {
  readonly #dispatcher: Dispatcher;
  readonly #proxies: Proxies;
  readonly #timeoutSeconds: number;
  readonly #signal: AbortSignal;

  /** @param dispatcher must not add an access token */
  constructor(dispatcher: Dispatcher, proxies: Proxies, timeoutSeconds: number, signal: AbortSignal) {
    this.#dispatcher = dispatcher;
    this.#proxies = proxies;
    this.#timeoutSeconds = timeoutSeconds;
    this.#signal = signal;
  }

  /**
   * Sends one file. The same file at the same address may arrive twice, so it is sent again where an answer is lost.
   *
   * @throws UnreachableError that says which file it is and what the server answered
   */
  async put({ what, url, bytes, contentType }: Upload): Promise<void> {
    const { statusCode, text } = await this.#send(what, url, bytes, contentType);
    if (statusCode >= 200 && statusCode < 300) return;
    const said = spoken(text, url);
    throw new UnreachableError(
      `the upload of ${what} failed${this.#proxies.via(url)}: the server answered HTTP ${statusCode}${said ? ` "${said}"` : ""}`,
      { outcomeUnknown: false },
    );
  }

  async #send(what: string, url: string, bytes: Buffer, contentType: string) {
    try {
      const response = await request(url, {
        method: "PUT",
        headers: { "content-type": contentType, "user-agent": "pulumi-prismatic" },
        body: bytes,
        dispatcher: this.#dispatcher,
        idempotent: true,
        headersTimeout: this.#timeoutSeconds * 1000,
        bodyTimeout: this.#timeoutSeconds * 1000,
        signal: this.#signal,
      });
      return { statusCode: response.statusCode, text: await response.body.text() };
    } catch (error) {
      // The error itself may hold the address.
      const { code, name } = error as NetworkError;
      const reason =
        refusalOfProxy(error as Error) === undefined ? (code ?? name) : nameOfFailure(error as Error);
      throw new UnreachableError(
        `the upload of ${what} failed${this.#proxies.via(url)}: no answer came (${reason})`,
        { outcomeUnknown: false },
      );
    }
  }
}

/**
 * The message of an answer, without anything of the address. Object storage answers in XML, in which everything but the
 * message may repeat what was signed.
 */
function spoken(text: string, url: string): string {
  const message = /<Message>([^<]*)<\/Message>/.exec(text)?.[1];
  if (message === undefined && text.trimStart().startsWith("<")) return "";
  const { href, search, searchParams } = new URL(url);
  const values = [...search.split(/[?&=]/), ...searchParams.values()].filter(
    (value) => value.length >= SHORTEST,
  );
  const signed = new KnownSecrets([href, url, search, ...values]);
  return foreignText(signed.redact(message ?? text)).slice(0, LONGEST_ANSWER);
}
