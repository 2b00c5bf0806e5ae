import { request, type Dispatcher } from "undici";
import { z } from "zod";
import { AuthenticationError, UnreachableError, UnexpectedAnswerError } from "./errors.ts";
import type { Settings } from "./settings.ts";

const tokenAnswer = z.object({ access_token: z.string().min(1) });

const refusal = z.object({ error_description: z.string().optional(), message: z.string().optional() });

/**
 * The access token of one tenant: kept while it works, exchanged for a new one at `POST {url}/auth/refresh`
 * (Prismatic's documentation, "Authentication") once however many requests wait for it.
 */
export class AccessTokens {
  readonly #settings: Settings;
  readonly #dispatcher: Dispatcher;
  #tenantId: string | undefined;
  #token: string | undefined;
  #renewal: Promise<string> | undefined;
  /** Every token that was obtained, also those that have expired. */
  readonly obtained: string[] = [];

  /** @param dispatcher sends the exchange; it must not add an access token itself */
  constructor(settings: Settings, dispatcher: Dispatcher) {
    this.#settings = settings;
    this.#dispatcher = dispatcher;
    this.#tenantId = settings.tenantId;
    this.#token = settings.accessToken;
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
    const tenantId = this.#tenantId;
    if (refreshToken === undefined) {
      throw new AuthenticationError(
        `Prismatic at ${url} refused the access token: it is wrong or has expired. Nothing was changed. ` +
          "Set a new one (pulumi config set --secret prismatic:accessToken), or a refresh token, which lasts " +
          "(pulumi config set --secret prismatic:refreshToken).",
      );
    }
    const response = await request(`${url}/auth/refresh`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ refresh_token: refreshToken, ...(tenantId ? { tenant_id: tenantId } : {}) }),
      dispatcher: this.#dispatcher,
      idempotent: true,
      headersTimeout: timeoutSeconds * 1000,
      bodyTimeout: timeoutSeconds * 1000,
    }).catch((error: unknown) => {
      // Tried often enough here: as an error of our own it is not tried again by the request that waits for the token.
      throw this.#unreachable(error as Error & { code?: string });
    });
    const body: unknown = await response.body.json().catch(() => undefined);
    if (response.statusCode !== 200) throw this.#refused(response.statusCode, body);
    const answer = tokenAnswer.safeParse(body);
    if (!answer.success) {
      throw new UnexpectedAnswerError(
        `Prismatic at ${url} answered the token exchange without an access token.`,
      );
    }
    this.#token = answer.data.access_token;
    this.obtained.push(this.#token);
    return this.#token;
  }

  #unreachable(error: Error & { code?: string }): Error {
    return new UnreachableError(
      `Prismatic at ${this.#settings.url} could not be reached (${error.code ?? error.message}). Nothing was changed. ` +
        "Check prismatic:url and the network, then run the command again.",
      { cause: error, outcomeUnknown: false },
    );
  }

  #refused(status: number, body: unknown): Error {
    const { url } = this.#settings;
    const tenantId = this.#tenantId;
    if (status === 429 || status >= 500) {
      return new UnreachableError(
        `Prismatic at ${url} could not exchange the refresh token (HTTP ${status}). Nothing was changed; try again.`,
        { outcomeUnknown: false },
      );
    }
    const said = refusal.safeParse(body).data;
    const reason = said?.error_description ?? said?.message;
    return new AuthenticationError(
      `Prismatic at ${url} refused the refresh token${tenantId ? ` for tenant ${tenantId}` : ""} ` +
        `(HTTP ${status}${reason ? `: ${reason}` : ""}). Nothing was changed. It may be wrong, revoked, of another ` +
        "region, or its owner has no access to this tenant. Set a new one: prism me:token --type refresh prints it, " +
        "pulumi config set --secret prismatic:refreshToken stores it." +
        (tenantId
          ? ""
          : " Without prismatic:tenantId it means its owner's first tenant; to name another: pulumi config set prismatic:tenantId <id>."),
    );
  }
}
