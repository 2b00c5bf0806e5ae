import { describe, expect, it } from "vitest";
import { didYouMean, listed, nearest } from "./suggest.ts";

describe("the nearest name", () => {
  it.each([
    ["slak", "slack"],
    ["Slack", "slack"],
    ["ms_teams", "ms-teams"],
    ["clientID", "clientId"],
  ])("of %s is %s", (typed, meant) => {
    expect(nearest(typed, ["stripe", "slack", "ms-teams", "clientId", "clientSecret"])).toBe(meant);
  });

  it("is none where nothing is near", () => {
    expect(nearest("warehouse", ["slack", "stripe"])).toBeUndefined();
    expect(nearest("slack", [])).toBeUndefined();
    expect(didYouMean("warehouse", ["slack"])).toBe("");
  });
});

describe("a list in a sentence", () => {
  it("is cut where it would no longer be read", () => {
    expect(listed(["a", "b"])).toBe("a, b");
    expect(listed(["a", "b", "c"], 2)).toBe("a, b and 1 more");
    expect(listed([])).toBe("none");
  });
});
