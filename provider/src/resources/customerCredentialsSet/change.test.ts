import { describe, expect, it } from "vitest";
import { describeChange, namesIn, readChange } from "./change.ts";

const change = { added: ["hooli"], changed: ["initech", "globex"], removed: [] };
const none = { added: [], changed: [], removed: [] };

describe("A change of a set", () => {
  it("is numbered and counts, and stays as it was where nothing changes", () => {
    expect(describeChange(change, undefined)).toBe("#1 +1 ~2 -0");
    expect(describeChange(change, "#1 +1 ~2 -0")).toBe("#2 +1 ~2 -0");
    expect(describeChange(none, "#7 +1 ~2 -0")).toBe("#7 +1 ~2 -0");
    expect(describeChange(none, undefined)).toBeUndefined();
  });

  it("is read back as its numbers", () => {
    expect(readChange("#12 +100 ~2 -3")).toEqual({ added: 100, changed: 2, removed: 3 });
    expect(readChange(undefined)).toEqual({ added: 0, changed: 0, removed: 0 });
  });

  it("names who came, changed and went, as far as somebody reads on", () => {
    expect(namesIn(change)).toBe("+hooli, ~initech, ~globex");
    const many = Array.from({ length: 60 }, (_, index) => `customer-${index}`);
    expect(namesIn({ ...none, removed: many })).toMatch(/^-customer-0, .*-customer-49 and 10 more$/);
  });
});
