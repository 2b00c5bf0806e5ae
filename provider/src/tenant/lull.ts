import { setTimeout as sleep } from "node:timers/promises";

/**
 * So long must nothing have happened for more company to be unlikely. Pulumi hands resources over one by one, some
 * ten milliseconds apart (measured: 98 of 100 within 100), slower while it writes a large state. A run of a few calls
 * shall not wait for what does not come; a long one gains more from company than it loses by waiting.
 */
const QUIET_MILLISECONDS = { atFirst: 50, more: 5, atMost: 400 };

/** Nothing waits longer than this for company: about as long as 25 updates take to arrive on a busy machine. */
const LONGEST_MILLISECONDS = 3000;

/** Tells when calls have stopped to arrive, so that those of one moment can travel together. */
export class Lull {
  #lastCall = performance.now();
  #calls = 0;

  /** Takes note of a call. */
  touch(): void {
    this.#lastCall = performance.now();
    this.#calls += 1;
  }

  /** Waits until no call has arrived for a moment. */
  async wait(): Promise<void> {
    const deadline = performance.now() + LONGEST_MILLISECONDS;
    for (;;) {
      const now = performance.now();
      const quietAt = Math.min(this.#lastCall + this.#quietMilliseconds(), deadline);
      if (now >= quietAt) return;
      await sleep(quietAt - now);
    }
  }

  #quietMilliseconds(): number {
    const { atFirst, more, atMost } = QUIET_MILLISECONDS;
    return Math.min(atFirst + this.#calls * more, atMost);
  }
}
