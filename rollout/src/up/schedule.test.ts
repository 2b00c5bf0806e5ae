import { describe, expect, it } from "vitest";
import { decide, runWave } from "./schedule.ts";

const never = new AbortController().signal;

describe("A wave", () => {
  it("fills up to its concurrency", () => {
    const limits = { maxConcurrent: 3, failureTolerance: 0 };
    expect(decide({ waiting: 5, running: 1, failed: 0 }, limits)).toEqual({ start: 2, isOver: false });
    expect(decide({ waiting: 1, running: 1, failed: 0 }, limits).start).toBe(1);
    expect(decide({ waiting: 5, running: 4, failed: 0 }, limits).start).toBe(0);
  });

  it("goes on with as many failures as are tolerated, and starts nothing after one more", () => {
    const limits = { maxConcurrent: 3, failureTolerance: 1 };
    expect(decide({ waiting: 5, running: 0, failed: 1 }, limits).start).toBe(3);
    expect(decide({ waiting: 5, running: 2, failed: 2 }, limits)).toEqual({ start: 0, isOver: true });
  });

  it("lets what runs end when it stops, and names what it did not start", async () => {
    const ended: string[] = [];
    const left = await runWave(
      ["fails", "slow", "third", "fourth"],
      { maxConcurrent: 2, failureTolerance: 0, failedBefore: 0, signal: never },
      async (stack) => {
        if (stack === "slow") await new Promise((resolve) => setTimeout(resolve, 50));
        ended.push(stack);
        return stack === "fails";
      },
    );
    expect([ended, left]).toEqual([
      ["fails", "slow"],
      ["third", "fourth"],
    ]);
  });

  it("counts failures from before it began to update", async () => {
    const limits = { maxConcurrent: 2, failureTolerance: 0, failedBefore: 1, signal: never };
    expect(await runWave(["a"], limits, () => Promise.resolve(false))).toEqual(["a"]);
  });

  it("starts nothing after an interrupt", async () => {
    const controller = new AbortController();
    const limits = { maxConcurrent: 1, failureTolerance: 0, failedBefore: 0, signal: controller.signal };
    const left = await runWave(["a", "b", "c"], limits, (stack) => {
      if (stack === "b") controller.abort();
      return Promise.resolve(false);
    });
    expect(left).toEqual(["c"]);
  });
});
