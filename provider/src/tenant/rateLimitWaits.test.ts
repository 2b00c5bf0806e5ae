import { describe, expect, it } from "vitest";
import { RateLimitWaits } from "./rateLimitWaits.ts";
import { retryAfterSeconds } from "./retryAfter.ts";

const NOON = Date.parse("2026-11-26T12:00:00Z");

describe("Retry-After", () => {
  it.each([
    [{ "retry-after": "90" }, 90],
    [{ "retry-after": " 1.5 " }, 1.5],
    [{ "retry-after": ["7", "8"] }, 7],
    [{ "retry-after": "Thu, 26 Nov 2026 12:01:30 GMT" }, 90],
    // The server's clock is ten minutes behind this machine's.
    [{ "retry-after": "Thu, 26 Nov 2026 11:51:30 GMT", date: "Thu, 26 Nov 2026 11:50:00 GMT" }, 90],
    [{ "retry-after": "Thu, 26 Nov 2026 11:59:00 GMT" }, undefined],
    [{ "retry-after": "0" }, undefined],
    [{ "retry-after": "-5" }, undefined],
    [{ "retry-after": "soon" }, undefined],
    [{ "retry-after": "" }, undefined],
    [{}, undefined],
  ])("of %j is %s seconds", (headers, seconds) => {
    expect(retryAfterSeconds(headers, NOON)).toBe(seconds);
  });
});

describe("A session that is refused for its rate", () => {
  function session(waitSeconds: number) {
    const clock = { now: 0 };
    const lines: string[] = [];
    const tell = (line: string) => void lines.push(line);
    const waits = new RateLimitWaits({
      tenant: "Tenant T",
      waitSeconds,
      requestsPerSecond: 20,
      tell,
      now: () => clock.now,
    });
    return { clock, lines, waits };
  }

  it("pauses for longer than a minute where that is asked for and allowed", () => {
    const { waits, clock, lines } = session(300);
    expect(waits.pause({ "retry-after": "120" }, 1)).toBe(true);
    expect(waits.left).toBeGreaterThanOrEqual(120_000);
    expect(waits.left).toBeLessThanOrEqual(120_250);
    clock.now = 121_000;
    expect(waits.left).toBe(0);
    expect(lines).toEqual([expect.stringContaining("now for 120 s and at most 300 s at a time")]);
  });

  it("counts what it has waited already, and begins anew after an answer", () => {
    const { waits, clock, lines } = session(300);
    waits.pause({ "retry-after": "200" }, 1);
    clock.now = 200_000;
    expect(waits.pause({ "retry-after": "101" }, 2)).toBe(false);
    expect(waits.refusal.fact).toContain("asks for a pause of 101 s, after 200 s of waiting");
    expect(waits.pause({ "retry-after": "100" }, 2)).toBe(true);
    waits.noteAnswer();
    expect(waits.pause({ "retry-after": "300" }, 1)).toBe(true);
    expect(lines).toHaveLength(1);
  });

  it("pauses longer and longer without Retry-After, at most for half a minute, until its time is over", () => {
    const { waits, clock } = session(100);
    const pauses: number[] = [];
    for (let attempt = 1; waits.pause({}, attempt); attempt += 1) {
      pauses.push(waits.left);
      clock.now += waits.left;
    }
    expect(pauses[0]).toBeLessThan(1000);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(30_250);
    expect(pauses.reduce((sum, pause) => sum + pause)).toBeGreaterThanOrEqual(100_000);
  });
});
