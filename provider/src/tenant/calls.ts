/** Time without a call after which no further one is likely. */
const QUIET_MILLISECONDS = 40;

/** Time without a call after which Pulumi has no room for the change that it has announced (`--parallel`). */
const NO_ROOM_MILLISECONDS = 250;

/** Time without a call after which something else holds up the changes that Pulumi announced and has room for. */
const HELD_UP_MILLISECONDS = 2000;

/**
 * The calls by which Pulumi uses a session, and the moments in which none comes.
 *
 * A quiet moment alone does not tell that no more changes come. Pulumi hands them over one by one and writes its state
 * before and after each, so that seconds pass between two on a busy machine: 200 updates left in 117 batches there.
 * But it announces them. A new resource that passed its check is created next, one that was found to differ is updated
 * next, and with announcements the same updates left in 11 batches.
 */
export class Calls {
  #latest = performance.now();
  #judging = 0;
  #announced = 0;
  /** Announced changes that did not come in time. */
  #doubted = 0;
  /** Changes that Pulumi has room for, since as many others have their answers. */
  #free = 0;
  /** Set where an announced change did not come for want of room. */
  #isFull = false;

  /** Takes note of a call, or of an answer, after which calls may follow. */
  touch(): void {
    this.#latest = performance.now();
  }

  /** Judges a resource; Pulumi asks about no other one before it has the answer. */
  async judge<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#judging += 1;
    try {
      return await work();
    } finally {
      this.#judging -= 1;
    }
  }

  /** Takes note that Pulumi will ask for a change. */
  announce(): void {
    this.#announced += 1;
  }

  /** Carries out a change that Pulumi asks for. */
  async change<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#announced = Math.max(0, this.#announced - 1);
    // One may have waited for room; where more have come, they were late.
    if (this.#announced < this.#doubted - 1) this.#doubted = 0;
    if (this.#free === 0) this.#isFull = false;
    else this.#free -= 1;
    try {
      return await work();
    } finally {
      this.#free += 1;
    }
  }

  /** Waits for a quiet moment. While a resource is judged, no other call comes, and it is quiet already. */
  async quiet(): Promise<void> {
    while (!this.#judging && this.#quietFor() < QUIET_MILLISECONDS) await this.#glance();
  }

  /** Waits for a quiet moment in which no announced change is about to come either. */
  async complete(): Promise<void> {
    while (this.#quietFor() < this.#patience()) await this.#glance();
    if (this.#toCome === 0) return;
    // They did not come in time. One alone waits for room; where several do not come, they may never.
    if (this.#toCome > 1) this.#doubted = this.#announced;
    this.#free = 0;
    this.#isFull = true;
  }

  get #toCome(): number {
    return Math.max(0, this.#announced - this.#doubted);
  }

  /**
   * Time to wait for announced changes. They come by themselves, except one that Pulumi has no room for: it announces
   * no second one then.
   */
  #patience(): number {
    if (this.#toCome > 1 || (this.#toCome === 1 && this.#free > 0)) return HELD_UP_MILLISECONDS;
    return this.#toCome === 1 && !this.#isFull ? NO_ROOM_MILLISECONDS : QUIET_MILLISECONDS;
  }

  #quietFor(): number {
    return performance.now() - this.#latest;
  }

  async #glance(): Promise<void> {
    const left = QUIET_MILLISECONDS - this.#quietFor();
    await new Promise((resolve) => setTimeout(resolve, left > 0 ? left : QUIET_MILLISECONDS));
    // After it was held up, a process runs its timers before it reads the calls that have arrived meanwhile.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
