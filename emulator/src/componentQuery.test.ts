import { expect, test } from "vitest";
import { builtInComponents } from "./catalogData.ts";
import { matchesComponentQuery } from "./componentQuery.ts";

const keysOf = (query: unknown): string[] =>
  builtInComponents
    .filter((component) => matchesComponentQuery(JSON.stringify(query), component))
    .map(({ key }) => key);

test("prism's search finds a text in key or label", () => {
  expect(keysOf(["or", ["in", "key", "SLACK"], ["in", "label", "SLACK"]])).toEqual(["slack"]);
});

test("a list means one of it, and queries nest", () => {
  expect(keysOf(["in", "key", ["slack", "acme"]])).toEqual(["acme", "slack"]);
  expect(keysOf(["and", ["in", "key", ["slack", "acme"]], ["eq", "public", false]])).toEqual(["acme"]);
  expect(keysOf(["and", ["in", "key", ["slack", "acme"]], ["not", ["eq", "key", "acme"]]])).toEqual([
    "slack",
  ]);
});

test("what is no query, or one that is not understood, is refused", () => {
  expect(() => keysOf("slack")).toThrow("must be a JSON list");
  expect(() => keysOf(["like", "key", "s%"])).toThrow('the operator "like"');
  expect(() => keysOf(["eq", "weight", 1])).toThrow('the field "weight"');
});
