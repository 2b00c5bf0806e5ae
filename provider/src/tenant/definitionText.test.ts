import { describe, expect, it } from "vitest";
import { unreadableDefinition } from "./definitionText.ts";

/** Aliases of aliases: a few lines that stand for billions of values. */
const laughs = [
  "a: &a [x, x, x, x, x, x, x, x, x, x]",
  ..."bcdefghi".split("").map((name, index) => {
    const before = "abcdefghi"[index];
    return `${name}: &${name} [${Array(10).fill(`*${before}`).join(", ")}]`;
  }),
].join("\n");

describe("A tenant's definition", () => {
  it.each([
    ["", undefined],
    ["name: Orders\nflows: []", undefined],
    ["name: Orders\nbase: &base { a: 1 }\nflows: [*base, *base]", undefined],
    ["base: &base { a: 1 }\nother:\n  <<: *base\n  b: 2", undefined],
    ["name: Orders\nname: Others", "is not YAML: Map keys must be unique at line 2, column 1"],
    [
      "name: Orders\n---\nname: Others",
      "is not YAML: Source contains multiple documents; please use YAML.parseAllDocuments()",
    ],
    ["flows: *nowhere", "is not YAML: Unresolved alias (the anchor must be set before the alias): nowhere"],
    [laughs, "is not YAML: Excessive alias count indicates a resource exhaustion attack"],
    ["a: &a\n  b: *a", "is nested in more than 200 levels"],
    ["- one\n- two", "is not a YAML map"],
    ["just a text", "is not a YAML map"],
    ["{", "is not YAML: Flow map must end with a } at line 1, column 2"],
    ["\u0000\u0001", "is not "],
    [`a: ${"[".repeat(300)}${"]".repeat(300)}`, "is nested in more than 200 levels"],
    [`a: ${"[".repeat(100_000)}${"]".repeat(100_000)}`, "is not YAML: Nested too deeply"],
    [`a: "${"x".repeat(5 * 1024 * 1024)}"`, "is larger than 4 MB"],
  ])("number %# reads as expected", (text, expected) => {
    const fault = unreadableDefinition(text);
    if (expected === undefined) expect(fault).toBeUndefined();
    else expect(fault).toContain(expected);
  });

  it("is not quoted where it is no YAML: it may hold secrets", () => {
    expect(unreadableDefinition("clientSecret: hush\nclientSecret: hush-hush")).not.toContain("hush");
  });
});
