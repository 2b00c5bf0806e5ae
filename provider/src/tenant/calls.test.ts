import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Batching } from "./batching.ts";
import { Calls } from "./calls.ts";

/** Longer than a quiet moment. */
const PAUSE_MILLISECONDS = 100;

/** Longer than anything is waited for. */
const LONG_MILLISECONDS = 10_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const passed = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

/** Takes note of when `wait` ends. */
function watch(wait: Promise<void>): { ended: boolean } {
  const watched = { ended: false };
  void wait.then(() => {
    watched.ended = true;
  });
  return watched;
}

/** A change that lasts until it is answered. */
function begin(calls: Calls): () => void {
  let answer = (): void => undefined;
  calls.touch();
  void calls.change(
    () =>
      new Promise<void>((resolve) => {
        answer = resolve;
      }),
  );
  return () => answer();
}

function announce(calls: Calls, count = 1): void {
  for (let index = 0; index < count; index++) {
    calls.touch();
    calls.announce();
  }
}

describe("A quiet moment", () => {
  it("is waited for, and not where a resource is judged", async () => {
    const calls = new Calls();
    calls.touch();
    const reading = watch(calls.quiet());
    const judged = watch(calls.judge(() => calls.quiet()));
    await passed(0);
    expect([reading.ended, judged.ended]).toEqual([false, true]);
    await passed(PAUSE_MILLISECONDS);
    expect(reading.ended).toBe(true);
  });
});

describe("Announced changes", () => {
  it("are waited for until they have come", async () => {
    const calls = new Calls();
    announce(calls, 4);
    begin(calls);
    const waiting = watch(calls.complete());
    await passed(10 * PAUSE_MILLISECONDS);
    begin(calls);
    await passed(10 * PAUSE_MILLISECONDS);
    expect(waiting.ended).toBe(false);
    begin(calls);
    begin(calls);
    await passed(PAUSE_MILLISECONDS);
    expect(waiting.ended).toBe(true);
  });

  it("are not waited for where Pulumi has no room for one more", async () => {
    const calls = new Calls();
    announce(calls, 9);
    const answers = Array.from({ length: 8 }, () => begin(calls));
    const first = watch(calls.complete());
    await passed(3 * PAUSE_MILLISECONDS);
    expect(first.ended).toBe(true);

    for (const answer of answers) answer();
    await passed(0);
    announce(calls, 8);
    for (let index = 0; index < 8; index++) begin(calls);
    const next = watch(calls.complete());
    await passed(PAUSE_MILLISECONDS);
    expect(next.ended).toBe(true);
  });

  it("are waited for where Pulumi has had more under way at once", async () => {
    const calls = new Calls();
    announce(calls, 9);
    const [answerFirst] = Array.from({ length: 8 }, () => begin(calls));
    answerFirst?.();
    const waiting = watch(calls.complete());
    await passed(10 * PAUSE_MILLISECONDS);
    expect(waiting.ended).toBe(false);
    begin(calls);
    await passed(PAUSE_MILLISECONDS);
    expect(waiting.ended).toBe(true);
  });

  it("that do not come are waited for once", async () => {
    const calls = new Calls();
    announce(calls, 5);
    begin(calls);
    await passed(LONG_MILLISECONDS);
    await calls.complete();
    announce(calls, 1);
    begin(calls);
    const waiting = watch(calls.complete());
    await passed(PAUSE_MILLISECONDS);
    expect(waiting.ended).toBe(true);
  });

  it("that come late are waited for again", async () => {
    const calls = new Calls();
    announce(calls, 5);
    begin(calls);
    await passed(LONG_MILLISECONDS);
    await calls.complete();
    begin(calls);
    begin(calls);
    const waiting = watch(calls.complete());
    await passed(10 * PAUSE_MILLISECONDS);
    expect(waiting.ended).toBe(false);
  });
});

const UPDATES = 64;
const LATENCY_MILLISECONDS = 80;

/** A run of updates as Pulumi makes it. */
interface Run {
  /** As many run at once. */
  parallel: number;
  /** Changes that are announced before there is room for them. */
  ahead: number;
  /** Changes that are announced and never come. */
  inVain: number;
  /** Milliseconds that Pulumi needs to hand one over. */
  pace: number;
}

/** Milliseconds that the updates of a run take where batches wait, or where none does. */
async function take({ parallel, ahead, inVain, pace }: Run, waits: boolean): Promise<number> {
  const calls = new Calls();
  const batching = new Batching<number, number>({
    calls,
    largest: () => 25,
    moment: () => (waits ? calls.complete() : Promise.resolve()),
    send: async (batch) => {
      await new Promise((resolve) => setTimeout(resolve, LATENCY_MILLISECONDS));
      return [...batch];
    },
  });
  const start = performance.now();
  let took = Infinity;
  let announced = 0;
  let begun = 0;
  let handingOver = Promise.resolve();
  const handOver = (): Promise<void> => {
    for (; announced < Math.min(begun + ahead, UPDATES); announced++) announce(calls);
    handingOver = handingOver.then(() => new Promise((resolve) => setTimeout(resolve, pace)));
    return handingOver;
  };
  const worker = async (): Promise<void> => {
    for (let update = begun++; update < UPDATES; update = begun++) {
      await handOver();
      calls.touch();
      await calls.change(() => batching.load(update));
    }
  };
  announce(calls, inVain);
  void Promise.all(Array.from({ length: parallel }, worker)).then(() => {
    took = performance.now() - start;
  });
  await passed(120_000);
  return took;
}

describe(`${UPDATES} updates`, () => {
  const RUNS = [1, 8, 16, 64].flatMap((parallel) =>
    [1, UPDATES].flatMap((ahead) =>
      [0, 5].flatMap((inVain) => [0, 60, 200].map((pace) => ({ parallel, ahead, inVain, pace }))),
    ),
  );

  it.each(RUNS)(
    "wait 3 s at most in all: $parallel at once, $ahead announced ahead, $inVain in vain, one in $pace ms",
    async (run) => {
      const waited = (await take(run, true)) - (await take(run, false));
      expect(waited).toBeLessThan(3000);
    },
  );
});
