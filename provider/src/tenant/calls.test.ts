import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Batching } from "./batching.ts";
import { Calls } from "./calls.ts";

/** Longer than a quiet moment. */
const PAUSE_MILLISECONDS = 100;

/** Longer than any wait. */
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

/**
 * Milliseconds that updates take where Pulumi runs `parallel` of them at once. It announces one more than it has room
 * for, and `leaks` that never come.
 */
async function updatesTake(parallel: number, leaks: number): Promise<{ took: number; requests: number }> {
  const calls = new Calls();
  let requests = 0;
  const batching = new Batching<number, number>({
    calls,
    largest: () => 25,
    moment: () => calls.complete(),
    send: async (batch) => {
      requests += 1;
      await new Promise((resolve) => setTimeout(resolve, LATENCY_MILLISECONDS));
      return [...batch];
    },
  });
  const start = performance.now();
  let took: number | undefined;
  announce(calls, leaks);
  let next = 0;
  let announced = 0;
  const worker = async (): Promise<void> => {
    for (let update = next++; update < UPDATES; update = next++) {
      for (; announced < Math.min(next + 1, UPDATES); announced++) announce(calls);
      calls.touch();
      await calls.change(() => batching.load(update));
    }
  };
  void Promise.all(Array.from({ length: parallel }, worker)).then(() => {
    took = performance.now() - start;
  });
  await passed(600_000);
  return { took: took ?? Infinity, requests };
}

describe(`${UPDATES} updates`, () => {
  it.each([
    { parallel: 1, leaks: 0 },
    { parallel: 8, leaks: 0 },
    { parallel: 8, leaks: 5 },
    { parallel: 16, leaks: 5 },
    { parallel: 64, leaks: 0 },
    { parallel: 64, leaks: 5 },
  ])("wait 3 s at most for others, $parallel at once and $leaks announced in vain", async (run) => {
    const { took, requests } = await updatesTake(run.parallel, run.leaks);
    expect(took - requests * LATENCY_MILLISECONDS).toBeLessThan(3000);
  });
});
