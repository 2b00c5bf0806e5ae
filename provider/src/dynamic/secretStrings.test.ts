import { describe, expect, it } from "vitest";
import { secretStrings } from "./secretStrings.ts";

describe("The secrets of a resource", () => {
  it("are every string below the secret arguments", () => {
    const properties = { name: "plain", secrets: { a: "one", b: { c: ["two"] } }, more: "three" };
    expect(secretStrings(properties, ["secrets", "more"]).sort()).toEqual(["one", "three", "two"]);
  });

  it("are found by a path, without what stands beside it", () => {
    const customers = { a: { values: { x: "plain" }, secrets: { y: "one" } }, b: { secrets: { y: "two" } } };
    expect(secretStrings({ customers }, ["customers.*.secrets"])).toEqual(["one", "two"]);
    expect(secretStrings({ customers: "unknown" }, ["customers.*.secrets"])).toEqual([]);
  });
});
