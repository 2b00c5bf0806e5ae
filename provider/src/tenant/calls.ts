/** No call for so long: the next one is not about to come, as far as is known. */
const QUIET_MILLISECONDS = 40;

/** No call for so long, although changes are announced that Pulumi has room for: something else holds them up. */
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
  #underWay = 0;
  /** As many changes Pulumi lets run at once (`--parallel`), as far as that has shown. */
  #room = 0;

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
    this.#underWay += 1;
    if (this.#underWay > this.#room) this.#room = this.#underWay;
    try {
      return await work();
    } finally {
      this.#underWay -= 1;
    }
  }

  /** Waits for a quiet moment. While a resource is judged, no other call comes, and it is quiet already. */
  async quiet(): Promise<void> {
    while (!this.#judging && this.#quietFor() < QUIET_MILLISECONDS) await this.#glance();
  }

  /** Waits for a quiet moment in which no announced change is about to come either. */
  async complete(): Promise<void> {
    while (this.#quietFor() < this.#patience()) await this.#glance();
    // What is announced still did not come in time.
    if (this.#toCome > 0) this.#room = this.#underWay;
    if (this.#toCome > 1) this.#doubted = this.#announced;
  }

  get #toCome(): number {
    return this.#announced - this.#doubted;
  }

  /** Two announced changes come by themselves, because Pulumi announces no second one before it has room for the first. */
  #patience(): number {
    const comes = this.#toCome > (this.#underWay < this.#room ? 0 : 1);
    return comes ? HELD_UP_MILLISECONDS : QUIET_MILLISECONDS;
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
