import { nameOf, type Origins } from "./origins.ts";
import { retryAfterSeconds, type Headers } from "./retryAfter.ts";

const FIRST_PAUSE_MILLISECONDS = 200;
const LONGEST_PAUSE_MILLISECONDS = 30_000;

/** Added to what the server asks for, so that not all waiting programs come back at the same moment. */
const JITTER_MILLISECONDS = 250;

/** Options of {@link RateLimitWaits}. */
export interface RateLimitOptions {
  /** The tenant in the words of a message. */
  tenant: string;
  /** The longest wait without an answer in between, in seconds; 0 waits not at all. */
  waitSeconds: number;
  requestsPerSecond: number;
  /** Origins of both settings. */
  origins?: Origins;
  /** Shows a line to the operator. */
  tell: (line: string) => void;
  /** Clock in milliseconds. */
  now?: () => number;
}

/**
 * Pauses of a session whose tenant limits the rate of requests (HTTP 429). All requests share them: a request that is not
 * sent is one that need not be refused.
 */
export class RateLimitWaits {
  readonly #options: RateLimitOptions;
  readonly #now: () => number;
  /** Start of the refusals since the last answer. */
  #since: number | undefined;
  #until = 0;
  /** Seconds that the latest refusal asked for. */
  #asked: number | undefined;
  #isTold = false;

  constructor(options: RateLimitOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /** Milliseconds until requests may be sent. */
  get left(): number {
    return Math.max(0, this.#until - this.#now());
  }

  /** Takes note of an answer: the tenant accepts requests. */
  noteAnswer(): void {
    this.#since = undefined;
  }

  /**
   * Takes note of a refusal, and pauses the session.
   *
   * @param attempt how often this request was refused, from 1
   * @returns false where a pause would be longer than allowed; the request has failed then
   */
  pause(headers: Headers, attempt: number): boolean {
    const now = this.#now();
    this.#since ??= now;
    const rest = this.#since + this.#options.waitSeconds * 1000 - now;
    this.#asked = retryAfterSeconds(headers);
    const pause = this.#asked === undefined ? Math.min(backoff(attempt), rest) : this.#asked * 1000;
    if (rest <= 0 || pause > rest) return false;
    this.#until = Math.max(this.#until, now + pause + Math.random() * JITTER_MILLISECONDS);
    this.#tellOnce(pause / 1000);
    return true;
  }

  /** Fact and advice about the limit, for the error of a request that may not wait any longer. */
  get refusal(): { fact: string; advice: string } {
    const { tenant, waitSeconds, requestsPerSecond, origins = {} } = this.#options;
    const pause = this.#asked === undefined ? "" : ` and asks for a pause of ${Math.ceil(this.#asked)} s`;
    const seconds = Math.round((this.#now() - (this.#since ?? this.#now())) / 1000);
    const waited = seconds === 0 ? "" : `, after ${seconds} s of waiting`;
    return {
      fact:
        `${tenant} limits the rate of requests (HTTP 429)${pause}${waited}; ` +
        `${nameOf("rateLimitWaitSeconds", origins)} allows ${waitSeconds} s.`,
      advice:
        `Run the command again later, raise ${nameOf("rateLimitWaitSeconds", origins)}, or lower ` +
        `${nameOf("requestsPerSecond", origins)} ` +
        `(${requestsPerSecond}), which counts for this run alone: other programs may share the limit.`,
    };
  }

  #tellOnce(seconds: number): void {
    if (this.#isTold) return;
    this.#isTold = true;
    const { tenant, waitSeconds, requestsPerSecond, tell, origins = {} } = this.#options;
    tell(
      `${tenant} limits the rate of requests (HTTP 429). This run waits, now for ${Math.ceil(seconds)} s and at most ` +
        `${waitSeconds} s at a time (${nameOf("rateLimitWaitSeconds", origins)}). Where this happens often, lower ` +
        `${nameOf("requestsPerSecond", origins)} (${requestsPerSecond}).`,
    );
  }
}

function backoff(attempt: number): number {
  const jitter = 0.5 + Math.random() / 2;
  return Math.min(FIRST_PAUSE_MILLISECONDS * 2 ** attempt, LONGEST_PAUSE_MILLISECONDS) * jitter;
}
