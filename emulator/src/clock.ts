/** The emulator's time: the machine's, moved forward on demand. */
export class Clock {
  #offset: number;
  readonly #onAdvance: (offset: number) => void;

  constructor(offsetMilliseconds = 0, onAdvance: (offset: number) => void = () => undefined) {
    this.#offset = offsetMilliseconds;
    this.#onAdvance = onAdvance;
  }

  now(): Date {
    return new Date(Date.now() + this.#offset);
  }

  advance(seconds: number): void {
    this.#offset += seconds * 1000;
    this.#onAdvance(this.#offset);
  }

  /** The time now, but always later than `previous`, so that two changes in one millisecond differ. */
  after(previous: string | null): string {
    const now = this.now().getTime();
    const floor = previous === null ? now : new Date(previous).getTime() + 1;
    return new Date(Math.max(now, floor)).toISOString();
  }
}
