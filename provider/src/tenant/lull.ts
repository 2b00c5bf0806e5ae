import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * So long must nothing have happened for more company to be unlikely. Pulumi hands resources over one by one, some
 * ten milliseconds apart (measured: 98 of 100 within 100), slower while it writes a large state. A run of a few calls
 * shall not wait for what does not come; a long one gains more from company than it loses by waiting.
 */
const QUIET_MILLISECONDS = { atFirst: 50, more: 5, atMost: 400 };

/** So much longer is waited for what Pulumi has announced, which comes unless it waits for answers itself. */
const PATIENCE = 4;

/** Nothing waits longer than this for company: about as long as 25 updates take to arrive on a busy machine. */
const LONGEST_MILLISECONDS = { unannounced: 3000, announced: 8000 };

/** How often a wait looks whether it has become pointless. */
const GLANCE_MILLISECONDS = 20;

/** Tells when calls have stopped to arrive, so that those of one moment can travel together. */
export class Lull {
  #lastCall = performance.now();
  #calls = 0;
  /** Changes that Pulumi has asked about and will ask for. */
  #announced = 0;
  readonly #judging = new AsyncLocalStorage<true>();
  /** Changes that Pulumi waits for. */
  #pending = 0;
  /** As many changes Pulumi lets run at the same time (`--parallel`), as far as that has shown. */
  #parallel = Infinity;
  /** The changes that waited when announced ones last did not come. */
  #stalledAt = 0;

  /** Takes note of a call. */
  touch(): void {
    this.#lastCall = performance.now();
    this.#calls += 1;
  }

  /** Takes note that a call of {@link change} will follow: it has been checked, or compared and found to differ. */
  announce(): void {
    this.#announced += 1;
  }

  /** Judges a resource. Pulumi asks about no other one before it has the answer, so that no company is waited for. */
  judge<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#judging.run(true, work);
  }

  /** Runs what Pulumi asked for and waits for. */
  async change<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#announced = Math.max(0, this.#announced - 1);
    this.#pending += 1;
    if (this.#pending > this.#parallel) this.#parallel = Infinity;
    try {
      return await work();
    } finally {
      this.#pending -= 1;
    }
  }

  /** Waits until no call has arrived for a moment. */
  async wait(): Promise<void> {
    if (this.#judging.getStore()) return;
    const deadline = performance.now() + LONGEST_MILLISECONDS.unannounced;
    for (;;) {
      const now = performance.now();
      const quietAt = Math.min(this.#lastCall + this.#quietMilliseconds(), deadline);
      if (now >= quietAt) return;
      await sleep(quietAt - now);
    }
  }

  /**
   * Waits like {@link wait}, and longer for announced changes, unless Pulumi does no more of them at a time than wait
   * already. How many that are shows where announced ones twice do not come before the same number is answered; once
   * may be a machine that is busy.
   *
   * @param nothingUnderWay whether all pending changes wait for what happens after this
   */
  async waitForCompany(nothingUnderWay: () => boolean): Promise<void> {
    const start = performance.now();
    for (;;) {
      const isAnnounced = this.#announced > 0;
      const quiet = this.#quietMilliseconds() * (isAnnounced ? PATIENCE : 1);
      const longest = isAnnounced ? LONGEST_MILLISECONDS.announced : LONGEST_MILLISECONDS.unannounced;
      const left = Math.min(this.#lastCall + quiet, start + longest) - performance.now();
      if (nothingUnderWay()) {
        if (this.#pending >= this.#parallel) return;
        if (left <= 0 && isAnnounced) {
          if (this.#stalledAt === this.#pending) this.#parallel = this.#pending;
          this.#stalledAt = this.#pending;
        }
      }
      if (left <= 0) return;
      await sleep(Math.min(left, GLANCE_MILLISECONDS));
    }
  }

  #quietMilliseconds(): number {
    const { atFirst, more, atMost } = QUIET_MILLISECONDS;
    return Math.min(atFirst + this.#calls * more, atMost);
  }
}
