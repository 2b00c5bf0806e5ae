import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { whileWaiting } from "./waiting.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Waits three seconds of the timers, and tells a line after two of them. */
async function waited(isTTY: boolean): Promise<string> {
  const stream = Object.assign(new PassThrough(), { isTTY, getColorDepth: () => 1 });
  let text = "";
  stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const answer = whileWaiting(
    "Reading the tenant",
    async (tell) => {
      await vi.advanceTimersByTimeAsync(2000);
      tell("It limits the rate of requests.");
      await vi.advanceTimersByTimeAsync(1000);
      return 42;
    },
    stream,
  );
  expect(await answer).toBe(42);
  return text;
}

describe("What is waited for", () => {
  it("is shown on a terminal with the seconds, and nothing of it stays", async () => {
    const text = await waited(true);
    expect(text).toContain("Reading the tenant ... 1 s");
    expect(text).toContain("Reading the tenant ... 3 s");
    const lines = text
      .split("\n")
      .map((line) => stripVTControlCharacters(line.split("\r\u001b[K").at(-1) ?? ""));
    expect(lines).toEqual(["It limits the rate of requests.", ""]);
  });

  it("is not shown in a file: only what is told", async () => {
    expect(await waited(false)).toBe("It limits the rate of requests.\n");
  });
});
