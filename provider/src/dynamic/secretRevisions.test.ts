import { describe, expect, it } from "vitest";
import { UNKNOWN } from "./wire.ts";
import { nextRevisions } from "./secretRevisions.ts";

describe("the revision of a secret", () => {
  it("starts at 1", () => {
    expect(nextRevisions({ secrets: undefined, revisions: undefined }, { a: "x" })).toEqual({ a: 1 });
  });

  it("stays while the value stays, and is raised when it changes", () => {
    const old = { secrets: { a: "x", b: "y" }, revisions: { a: 3, b: 7 } };
    expect(nextRevisions(old, { a: "x", b: "z" })).toEqual({ a: 3, b: 8 });
  });

  it("is raised when the old value is no longer known, as after drift", () => {
    expect(nextRevisions({ secrets: {}, revisions: { a: 3 } }, { a: "x" })).toEqual({ a: 4 });
  });

  it("goes with the secret", () => {
    expect(nextRevisions({ secrets: { a: "x" }, revisions: { a: 3 } }, {})).toEqual({});
    expect(nextRevisions({ secrets: { a: "x" }, revisions: { a: 3 } }, undefined)).toBeUndefined();
  });

  it("is unknown while the secret is", () => {
    const old = { secrets: { a: "x", b: "y" }, revisions: { a: 3, b: 2 } };
    expect(nextRevisions(old, { a: UNKNOWN, b: "y" })).toEqual({ a: UNKNOWN, b: 2 });
    expect(nextRevisions(old, UNKNOWN)).toBe(UNKNOWN);
  });
});
