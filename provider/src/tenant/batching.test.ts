import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Batching } from "./batching.ts";
import { Calls } from "./calls.ts";

/** The time that a server takes to answer a batch. */
const LATENCY_MILLISECONDS = 80;

/** A moment in which calls are expected no more, with room to spare. */
const PAUSE_MILLISECONDS = 100;

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Batches of at most 25 numbers, which a server takes some time to answer; an odd number fails where `odd` says so. */
function startBatching({ calls = new Calls(), odd = "fine" } = {}) {
  const left: number[] = [];
  const batching = new Batching<number, string>({
    calls,
    largest: () => 25,
    moment: () => calls.complete(),
    send: async (batch) => {
      left.push(batch.length);
      await new Promise((resolve) => setTimeout(resolve, LATENCY_MILLISECONDS));
      return batch.map((call) => (odd === "fails" && call % 2 === 1 ? new Error(`no ${call}`) : `${call}`));
    },
  });
  return { calls, batching, left };
}

describe("A full batch", () => {
  it("leaves at once", () => {
    const { batching, left } = startBatching();
    for (const call of range(60)) void batching.load(call);
    expect(left).toEqual([25, 25]);
  });

  it("leaves once, although its quiet moment comes later", async () => {
    const { batching, left } = startBatching();
    for (const call of range(25)) void batching.load(call);
    await vi.advanceTimersByTimeAsync(PAUSE_MILLISECONDS);
    expect(left).toEqual([25]);
  });

  it("leaves at once also while another is under way", async () => {
    const { batching, left } = startBatching();
    for (const call of range(25)) void batching.load(call);
    await vi.advanceTimersByTimeAsync(LATENCY_MILLISECONDS / 2);
    for (const call of range(25)) void batching.load(call);
    expect(left).toEqual([25, 25]);
  });
});

describe("A batch that is not full", () => {
  it("leaves in a quiet moment", async () => {
    const { batching, left } = startBatching();
    for (const call of range(8)) {
      void batching.load(call);
      await vi.advanceTimersByTimeAsync(20);
    }
    expect(left).toEqual([]);
    await vi.advanceTimersByTimeAsync(PAUSE_MILLISECONDS);
    expect(left).toEqual([8]);
  });

  it("waits while Pulumi calls for something else", async () => {
    const { batching, calls, left } = startBatching();
    void batching.load(1);
    for (let call = 0; call < 20; call++) {
      await vi.advanceTimersByTimeAsync(20);
      calls.touch();
    }
    expect(left).toEqual([]);
    await vi.advanceTimersByTimeAsync(PAUSE_MILLISECONDS);
    expect(left).toEqual([1]);
  });

  it("does not leave while another is under way, however quiet it is", async () => {
    const { batching, left } = startBatching();
    for (const call of range(30)) void batching.load(call);
    await vi.advanceTimersByTimeAsync(LATENCY_MILLISECONDS - 1);
    expect(left).toEqual([25]);
    await vi.advanceTimersByTimeAsync(PAUSE_MILLISECONDS);
    expect(left).toEqual([25, 5]);
  });

  it("takes along what follows from the answers to the one before", async () => {
    const { batching, left } = startBatching();
    for (const call of range(6)) void batching.load(call).then(() => batching.load(call));
    await vi.advanceTimersByTimeAsync(PAUSE_MILLISECONDS);
    for (const call of range(3)) void batching.load(call);
    await vi.advanceTimersByTimeAsync(2 * PAUSE_MILLISECONDS);
    expect(left).toEqual([6, 9]);
  });

  it("takes along what follows from them a moment later", async () => {
    const { batching, left } = startBatching();
    const follow = async (call: number): Promise<void> => {
      await batching.load(call);
      await new Promise((resolve) => setTimeout(resolve, 10));
      await batching.load(call);
    };
    for (const call of range(6)) void follow(call);
    await vi.advanceTimersByTimeAsync(LATENCY_MILLISECONDS);
    for (const call of range(3)) void batching.load(call);
    await vi.advanceTimersByTimeAsync(3 * PAUSE_MILLISECONDS);
    expect(left).toEqual([6, 9]);
  });

  it("takes along the calls that arrived while the process was held up", async () => {
    vi.useRealTimers();
    const { batching, left } = startBatching();
    void batching.load(1);
    const heldUp = performance.now() + 2 * PAUSE_MILLISECONDS;
    await turn();
    setImmediate(() => void batching.load(2));
    while (performance.now() < heldUp);
    await expect.poll(() => left).toEqual([2]);
  });
});

describe("An answer", () => {
  it("comes to the call that it is for, and an Error to the call that failed alone", async () => {
    const { batching } = startBatching({ odd: "fails" });
    const answers = Promise.allSettled(range(30).map((call) => batching.load(call)));
    await vi.advanceTimersByTimeAsync(1000);
    expect((await answers).map((answer) => answer.status === "fulfilled" && answer.value)).toEqual(
      range(30).map((call) => call % 2 === 0 && `${call}`),
    );
  });
});
