import { describe, expect, it } from "vitest";
import { redact, secretStrings } from "./redact.ts";

describe("redaction", () => {
  it("finds every string below the secret arguments", () => {
    const properties = { name: "plain", secrets: { a: "one", b: { c: ["two"] } }, more: "three" };
    expect(secretStrings(properties, ["secrets", "more"]).sort()).toEqual(["one", "three", "two"]);
  });

  it("finds them by a path, and leaves what stands beside it", () => {
    const customers = { a: { values: { x: "plain" }, secrets: { y: "one" } }, b: { secrets: { y: "two" } } };
    expect(secretStrings({ customers }, ["customers.*.secrets"])).toEqual(["one", "two"]);
    expect(secretStrings({ customers: "unknown" }, ["customers.*.secrets"])).toEqual([]);
  });

  it("cuts every occurrence out, the longest secret first", () => {
    expect(redact("tokens abcd and abcdef, abcd", ["abcd", "abcdef"])).toBe(
      "tokens [secret] and [secret], [secret]",
    );
  });

  it("leaves words alone that are too short to be told from ordinary text", () => {
    expect(redact("true is not a secret", ["is"])).toBe("true is not a secret");
  });

  it("finds a secret as it stands in JSON as well", () => {
    const quoted = JSON.stringify({ key: "one\ntwo" });
    expect(redact(quoted, ["one\ntwo"])).toBe('{"key":"[secret]"}');
  });
});
