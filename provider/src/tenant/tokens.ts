import { request, type Dispatcher } from "undici";
import { z } from "zod";
import { AuthenticationError, UnreachableError, UnexpectedAnswerError } from "./errors.ts";
import { RUN_AGAIN, unreachable, type Destination, type NetworkError } from "./failures.ts";
import { nameOf, newToken } from "./origins.ts";
import type { RateLimitWaits } from "./rateLimitWaits.ts";
import { parseJson, refusal as refusalOnTheWay, type RawAnswer } from "./refusals.ts";
import type { Settings } from "./settings.ts";
import { foreignText, knownSecrets } from "./foreignText.ts";
import { isFilled } from "./filled.ts";

const tokenAnswer = z.object({ access_token: z.string().refine(isFilled) });

const refusal = z.object({ error_description: z.string().optional(), message: z.string().optional() });

/** The way to the server of the tokens, which is the tenant's. */
export interface TokenEndpoint extends Omit<Destination, "url" | "server"> {
  /** Sends the exchange; it must not add an access token itself. */
  dispatcher: Dispatcher;
  waits: RateLimitWaits;
}

/**
 * The access token of one tenant: kept while it works, exchanged for a new one at `POST {url}/auth/refresh`
 * (Prismatic's documentation, "Authentication") once however many requests wait for it.
 */
export class AccessTokens {
  readonly #settings: Settings;
  readonly #endpoint: TokenEndpoint;
  #tenantId: string | undefined;
  #token: string | undefined;
  #renewal: Promise<string> | undefined;

  constructor(settings: Settings, endpoint: TokenEndpoint) {
    this.#settings = settings;
    this.#endpoint = endpoint;
    this.#tenantId = settings.tenantId;
    this.#token = settings.accessToken;
    knownSecrets.add([settings.refreshToken, settings.accessToken].filter((token) => token !== undefined));
  }

  /** Obtains tokens for another tenant that the refresh token reaches, from now on. */
  choose(tenantId: string): void {
    this.#tenantId = tenantId;
    this.#token = undefined;
  }

  /** The token to send, obtained first if there is none yet. */
  async current(): Promise<string> {
    return this.#token ?? (await this.#renewOnce());
  }

  /** A token to send in place of one that was refused; the one at hand if another request renewed it already. */
  async renew(refused: string): Promise<string> {
    if (this.#token !== undefined && this.#token !== refused) return this.#token;
    return this.#renewOnce();
  }

  #renewOnce(): Promise<string> {
    this.#renewal ??= this.#exchange().finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  async #exchange(): Promise<string> {
    const { url, refreshToken, timeoutSeconds } = this.#settings;
    const { dispatcher, journal, waits } = this.#endpoint;
    const tenantId = this.#tenantId;
    if (refreshToken === undefined) {
      throw new AuthenticationError(
        `Prismatic at ${url} refused the access token: it is wrong or has expired ` +
          `(${nameOf("accessToken", this.#settings)}). ${journal.unchanged}`,
        { advice: newToken("accessToken", this.#settings) },
      );
    }
    const body = JSON.stringify({
      refresh_token: refreshToken,
      ...(tenantId ? { tenant_id: tenantId } : {}),
    });
    const response = await request(`${url}/auth/refresh`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      dispatcher,
      idempotent: true,
      headersTimeout: timeoutSeconds * 1000,
      bodyTimeout: timeoutSeconds * 1000,
    }).catch((error: unknown) => {
      // Tried often enough here: as an error of our own it is not tried again by the request that waits for the token.
      throw unreachable(this.#destination, error as NetworkError, true);
    });
    const { statusCode: status, headers } = response;
    if (status !== 429) waits.noteAnswer();
    const received: RawAnswer = { status, headers, text: await response.body.text().catch(() => "") };
    if (status !== 200) throw this.#refused(received, Buffer.byteLength(body));
    const answer = tokenAnswer.safeParse(parseJson(received.text));
    if (!answer.success) {
      throw new UnexpectedAnswerError(
        `Prismatic at ${url} answered the token exchange without an access token. ${journal.unchanged}`,
        { advice: RUN_AGAIN },
      );
    }
    this.#token = answer.data.access_token;
    knownSecrets.add([this.#token]);
    return this.#token;
  }

  get #destination(): Destination {
    const { url } = this.#settings;
    return { ...this.#endpoint, url, server: `Prismatic at ${url}` };
  }

  #refused(received: RawAnswer, size: number): Error {
    const { url } = this.#settings;
    const { journal, waits } = this.#endpoint;
    const { status } = received;
    const tenantId = this.#tenantId;
    if (status === 429) {
      const { fact, advice } = waits.refusal;
      return new UnreachableError(`${fact} ${journal.unchanged}`, { outcomeUnknown: false, advice });
    }
    if (status >= 500) {
      return new UnreachableError(
        `Prismatic at ${url} could not exchange the refresh token (HTTP ${status}). ${journal.unchanged}`,
        { outcomeUnknown: false, advice: RUN_AGAIN },
      );
    }
    const body = parseJson(received.text);
    if (body === null || typeof body !== "object") {
      return refusalOnTheWay(this.#destination, received, {
        name: "The token exchange",
        size,
        idempotent: true,
      });
    }
    const said = refusal.safeParse(body).data;
    const reason = said?.error_description ?? said?.message;
    return new AuthenticationError(
      `Prismatic at ${url} refused the refresh token${tenantId ? ` for tenant ${tenantId}` : ""} ` +
        `(HTTP ${status}${reason ? `: ${foreignText(reason)}` : ""}; ${nameOf("refreshToken", this.#settings)}). ${journal.unchanged}`,
      {
        advice:
          "It may be wrong, revoked, of another region, or its owner has no access to this tenant. " +
          newToken("refreshToken", this.#settings) +
          (tenantId
            ? ""
            : ` Without ${nameOf("tenantId", this.#settings)} it means its owner's first tenant; to name another` +
              (this.#settings.declaredBy === undefined
                ? ": pulumi config set prismatic:tenantId <id>."
                : ", set that.")),
      },
    );
  }
}
