import { describe, expect, it } from "vitest";
import { decideGate, healthOf } from "./health.ts";
import { waitForHealth } from "./healthGate.ts";

const statuses = (all: Record<string, string | null>) => new Map(Object.entries(all));
const well = { worse: [], waiting: [] };
const gate = { waitingForPerson: "hold", settle: 60, timeout: 600 } as const;

describe("The health of a tenant", () => {
  it("is worse where something broke that was not broken before", () => {
    const before = statuses({ a: "ACTIVE", b: "ERROR", c: "PENDING", d: null });
    const now = statuses({ a: "ERROR", b: "FAILED", c: "FAILED", d: null, e: "ERROR" });
    expect(healthOf(before, now)).toEqual({ worse: ["a", "c", "e"], waiting: [] });
  });

  it("excuses nothing where the time before is not known", () => {
    expect(healthOf(new Map(), statuses({ a: "ERROR" })).worse).toEqual(["a"]);
  });

  it("is no failure where a person has to authorize", () => {
    expect(healthOf(new Map(), statuses({ a: "PENDING" }))).toEqual({ worse: [], waiting: ["a"] });
  });
});

describe("A health gate", () => {
  it("is passed once all was well for the time to settle", () => {
    expect(decideGate(well, gate, { elapsed: 59, wellFor: 59 })).toBe("again");
    expect(decideGate(well, gate, { elapsed: 200, wellFor: 60 })).toBe("pass");
  });

  it("holds while a person has to authorize, or goes on", () => {
    const pending = { worse: [], waiting: ["a"] };
    expect(decideGate(pending, gate, { elapsed: 100, wellFor: undefined })).toBe("again");
    expect(decideGate(pending, gate, { elapsed: 600, wellFor: undefined })).toBe("held");
    const passing = { ...gate, waitingForPerson: "continue" } as const;
    expect(decideGate(pending, passing, { elapsed: 60, wellFor: 60 })).toBe("pass");
  });

  it("fails where something is worse when its time is over, and not before", () => {
    const worse = { worse: ["a"], waiting: [] };
    expect(decideGate(worse, gate, { elapsed: 10, wellFor: undefined })).toBe("again");
    expect(decideGate(worse, gate, { elapsed: 600, wellFor: undefined })).toBe("worse");
  });

  it("asks anew each time, and takes a tenant that cannot be read for no proof", async () => {
    const looks = [{ reason: "it is down" }, { statuses: statuses({ a: "ACTIVE" }) }];
    const told: string[] = [];
    const { decision } = await waitForHealth(
      [{ stack: "us", keys: ["a"], before: new Map() }],
      { waitingForPerson: "hold", settle: 0, timeout: 60 },
      {
        look: () => Promise.resolve(looks.shift() ?? { reason: "asked too often" }),
        tell: (text) => told.push(text),
        signal: new AbortController().signal,
        interval: 0.1,
      },
    );
    expect([decision, told]).toEqual([
      "pass",
      ["the tenant of us cannot be read (it is down), which is worse than before"],
    ]);
  });
});
