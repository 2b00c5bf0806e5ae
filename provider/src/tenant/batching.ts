import DataLoader from "dataloader";
import type { Calls } from "./calls.ts";

/** Settings of the batches of one kind of calls. */
export interface BatchOptions<Call, Answer> {
  calls: Calls;
  /** The most calls of a batch. */
  largest: () => number;
  /** Waits until a batch that is not full may leave. */
  moment: () => Promise<void>;
  /** Sends a batch and answers in its order, with an Error for a call that failed alone. */
  send: (batch: readonly Call[]) => Promise<ArrayLike<Answer | Error>>;
}

/**
 * Joins calls into batches. A full batch leaves at once. One that is not full leaves in a quiet moment, and never while
 * another is under way, whose answers let more calls follow.
 */
export class Batching<Call, Answer> {
  readonly #options: BatchOptions<Call, Answer>;
  readonly #loader: DataLoader<Call, Answer>;
  /** Settles when the batches that are under way have their answers. */
  readonly #underWay = new Set<Promise<unknown>>();
  /** Size of the batch that leaves next. */
  #waiting = 0;
  #leave: () => void = () => undefined;

  constructor(options: BatchOptions<Call, Answer>) {
    this.#options = options;
    this.#loader = new DataLoader((batch) => this.#send(batch), {
      cache: false,
      batchScheduleFn: (leave) => {
        this.#leave = leave;
        void this.#leaveInTime(leave);
      },
    });
  }

  /** Adds a call to the batch that leaves next. */
  load(call: Call): Promise<Answer> {
    this.#options.calls.touch();
    const answer = this.#loader.load(call);
    this.#waiting += 1;
    if (this.#waiting >= this.#options.largest()) this.#leave();
    return answer;
  }

  async #leaveInTime(leave: () => void): Promise<void> {
    await Promise.all(this.#underWay);
    await this.#options.moment();
    // It may have left as a full one meanwhile.
    if (this.#leave === leave && this.#waiting > 0) leave();
  }

  async #send(batch: readonly Call[]): Promise<ArrayLike<Answer | Error>> {
    this.#waiting = 0;
    const sending = this.#options.send(batch);
    const underWay = Promise.allSettled([sending]);
    this.#underWay.add(underWay);
    try {
      return await sending;
    } finally {
      this.#underWay.delete(underWay);
      this.#options.calls.touch();
    }
  }
}
