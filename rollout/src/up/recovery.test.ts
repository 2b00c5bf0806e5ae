import { hostname } from "node:os";
import { describe, expect, it } from "vitest";
import { holdersIn, isHolderDead, isNeverUpdated } from "./recovery.ts";

const STDERR = `error: the stack is currently locked by 2 lock(s). Either wait for the other process(es) to end or delete the lock file with \`pulumi cancel\`.
  file:///state/.pulumi/locks/organization/p/us/1.json: created by root@build-1 (pid 4711) at 2026-11-26T16:00:00Z
  file:///state/.pulumi/locks/organization/p/us/2.json: created by me@laptop (pid 12) at 2026-11-26T16:00:01Z
`;

/** More than any system gives to a process. */
const GONE = 2 ** 30;

describe("Pulumi's own lock", () => {
  it("names its holders in the message of a refusal", () => {
    expect(holdersIn(STDERR)).toEqual([
      { host: "build-1", pid: 4711, since: Date.UTC(2026, 10, 26, 16) },
      { host: "laptop", pid: 12, since: Date.UTC(2026, 10, 26, 16, 0, 1) },
    ]);
    expect(holdersIn("error: something else created by a@b (pid 1) at noon")).toEqual([]);
  });

  it("is dead only where its process is gone for certain", () => {
    const dead = { children: new Set<number>(), isFormerOwner: true };
    const since = Date.now();
    expect(isHolderDead({ host: hostname(), pid: GONE, since }, dead)).toBe(true);
    expect(isHolderDead({ host: "another", pid: GONE, since }, dead)).toBe(false);
    expect(isHolderDead({ host: hostname(), pid: process.pid, since }, dead)).toBe(false);
    expect(
      isHolderDead(
        { host: hostname(), pid: process.pid, since },
        { ...dead, children: new Set([process.pid]) },
      ),
    ).toBe(true);
  });

  it("whose process had its id before this one is dead", () => {
    if (process.platform !== "linux") return;
    const since = Date.parse("2001-01-01T00:00:00Z");
    expect(
      isHolderDead(
        { host: hostname(), pid: process.pid, since },
        { children: new Set(), isFormerOwner: true },
      ),
    ).toBe(true);
  });
});

describe("The state", () => {
  it("of a stack that was never updated holds nothing that could be left", () => {
    expect(isNeverUpdated("error: targets specified, but snapshot was nil\n")).toBe(true);
    const ofStack = "urn:pulumi:eu::shop::pulumi:pulumi:Stack::shop-eu";
    expect(isNeverUpdated(`error: no resource named '${ofStack}' found\n`)).toBe(true);
    const ofOther = "urn:pulumi:eu::shop::pulumi-nodejs:dynamic/prismatic:GlobalValues::a";
    expect(isNeverUpdated(`error: no resource named '${ofOther}' found\n`)).toBe(false);
    expect(isNeverUpdated(STDERR)).toBe(false);
  });
});
