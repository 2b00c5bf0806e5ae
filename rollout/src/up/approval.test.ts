import { describe, expect, it } from "vitest";
import { isApproved, reasonsForApproval, waveDigest } from "./approval.ts";

const autoApprove = { replace: 0, delete: 0, customers: 50 };

describe("An approval", () => {
  it("is needed where rollout.yaml says so, or the changes are beyond what it allows", () => {
    const reasons = (
      extent: { replace: number; delete: number; customers: number | undefined },
      isRequired = false,
    ) => reasonsForApproval(extent, { autoApprove, isRequired }).length;
    expect(reasons({ replace: 0, delete: 0, customers: 50 })).toBe(0);
    expect(reasons({ replace: 0, delete: 0, customers: 0 }, true)).toBe(1);
    expect(reasons({ replace: 1, delete: 1, customers: 51 })).toBe(3);
    // A number that is not known is not small.
    expect(reasons({ replace: 0, delete: 0, customers: undefined })).toBe(1);
  });

  const stacks = new Map([
    ["b", "two"],
    ["a", "one"],
  ]);
  const digest = waveDigest("eu", "commit", stacks);
  const none = { given: [], kept: new Map<string, string>() };

  it("binds the wave, the commit and the steps of each stack", () => {
    expect(waveDigest("eu", "commit", new Map([...stacks].toReversed()))).toBe(digest);
    expect(waveDigest("us", "commit", stacks)).not.toBe(digest);
    expect(waveDigest("eu", "other", stacks)).not.toBe(digest);
    expect(waveDigest("eu", "commit", new Map([["a", "one"]]))).not.toBe(digest);
  });

  it("is kept by an equal digest, and lost by another", () => {
    expect(isApproved(digest, stacks, none)).toBe(false);
    expect(isApproved(digest, stacks, { ...none, given: [digest] })).toBe(true);
    expect(isApproved(digest, stacks, { ...none, given: [waveDigest("us", "commit", stacks)] })).toBe(false);
  });

  it("goes on for the stacks of a wave that an interruption left", () => {
    const kept = new Map([...stacks, ["done", "before"]]);
    expect(isApproved("sha256:other", new Map([["a", "one"]]), { given: [], kept })).toBe(true);
    expect(isApproved("sha256:other", new Map([["a", "changed"]]), { given: [], kept })).toBe(false);
  });
});
