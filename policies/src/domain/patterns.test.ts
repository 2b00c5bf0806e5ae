import fc from "fast-check";
import { expect, it } from "vitest";
import { matchesAny } from "./patterns.ts";

it.each([
  ["prod-us", "prod-*", true],
  ["prod", "prod-*", false],
  ["PROD-US", "prod-*", true],
  ["a", "*", true],
  ["", "*", true],
  ["aa", "a*a", true],
  ["a", "a*a", false],
  ["abcabc", "a*c*c", true],
  ["a.c", "a?c", false],
  ["x\ny", "x*y", true],
  ["a", "", false],
])("The name %j matches the pattern %j: %s", (name, pattern, expected) => {
  expect(matchesAny(name, [pattern])).toBe(expected);
});

it("A pattern means what the regular expression with .* for each star means", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 8 });
  fc.assert(
    fc.property(text, text, (name, pattern) => {
      expect(matchesAny(name, [pattern])).toBe(
        new RegExp(`^${pattern.replaceAll("*", ".*")}$`, "s").test(name),
      );
    }),
  );
});

it("Many stars in a pattern take no longer than one", () => {
  expect(matchesAny("a".repeat(20_000), [`${"*a".repeat(5_000)}*b`])).toBe(false);
});
