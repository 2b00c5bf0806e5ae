/** Allows so many requests in any one second, for each key on its own. */
export class RateLimit {
  readonly #perSecond: number;
  readonly #recent = new Map<string, number[]>();

  /** Zero means no limit. */
  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Takes one request; answers the seconds to wait where it is one too many. */
  take(key: string, now = performance.now()): number | undefined {
    if (this.#perSecond === 0) return undefined;
    const recent = (this.#recent.get(key) ?? []).filter((time) => time > now - 1000);
    const oldest = recent[0];
    const refused = oldest !== undefined && recent.length >= this.#perSecond;
    if (!refused) recent.push(now);
    this.#recent.set(key, recent);
    return refused ? Math.max(1, Math.ceil((oldest + 1000 - now) / 1000)) : undefined;
  }
}
