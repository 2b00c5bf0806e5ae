import { request, type Dispatcher } from "undici";
import { isLoopback } from "./address.ts";
import { UnexpectedAnswerError, UnreachableError } from "./errors.ts";
import { BoundError, nameOfFailure, type NetworkError } from "./failures.ts";
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

/** The way of uploads. */
export interface UploadOptions {
  /** Must not add an access token. */
  dispatcher: Dispatcher;
  proxies: Proxies;
  /** Address of the tenant: only one on this machine may send uploads to this machine, unencrypted. */
  tenantUrl: string;
  timeoutSeconds: number;
  signal: AbortSignal;
}

/** Sends files to presigned addresses, which take no token. */
export class Uploads {
  readonly #options: UploadOptions;

  constructor(options: UploadOptions) {
    this.#options = options;
  }

  /**
   * Sends one file. The same file at the same address may arrive twice, so it is sent again where an answer is lost.
   * Redirections are not followed.
   *
   * @throws UnreachableError that says which file it is and what the server answered
   * @throws UnexpectedAnswerError where the address is one that no file is sent to
   */
  async put({ what, url, bytes, contentType }: Upload): Promise<void> {
    this.#checkAddress(what, url);
    const { statusCode, text } = await this.#send(what, url, bytes, contentType);
    if (statusCode >= 200 && statusCode < 300) return;
    const said = spoken(text, url);
    throw new UnreachableError(
      `the upload of ${what} failed${this.#options.proxies.via(url)}: the server answered HTTP ${statusCode}${said ? ` "${said}"` : ""}`,
      { outcomeUnknown: false },
    );
  }

  #checkAddress(what: string, url: string): void {
    const address = URL.parse(url);
    const tenant = new URL(this.#options.tenantUrl);
    const isLocal = address?.protocol === "http:" && isLoopback(address) && isLoopback(tenant);
    const isFit = address?.protocol === "https:" || isLocal;
    const fault = !isFit
      ? "is not https"
      : address?.username || address?.password
        ? "holds a user's name or password"
        : undefined;
    if (fault === undefined) return;
    // The host alone: who knows the rest may write there.
    const shown = address === null ? "" : ` (${address.protocol}//${address.host})`;
    throw new UnexpectedAnswerError(
      `the upload of ${what} was not sent: the address${shown} that ${tenant.origin} gave out for it ${fault}. Check ` +
        "that prismatic:url leads to Prismatic",
    );
  }

  async #send(what: string, url: string, bytes: Buffer, contentType: string) {
    const { dispatcher, proxies, timeoutSeconds, signal } = this.#options;
    try {
      const response = await request(url, {
        method: "PUT",
        headers: { "content-type": contentType, "user-agent": "pulumi-prismatic" },
        body: bytes,
        dispatcher,
        idempotent: true,
        headersTimeout: timeoutSeconds * 1000,
        bodyTimeout: timeoutSeconds * 1000,
        signal,
      });
      return { statusCode: response.statusCode, text: await response.body.text() };
    } catch (error) {
      // The error itself may hold the address.
      const { code, name } = error as NetworkError;
      const isOurs = error instanceof BoundError || refusalOfProxy(error as Error) !== undefined;
      const reason = isOurs ? nameOfFailure(error as Error) : (code ?? name);
      throw new UnreachableError(
        `the upload of ${what} failed${proxies.via(url)}: no answer came (${reason})`,
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
