import { describe, expect, it } from "vitest";
import { definitionFiles, definitionText } from "../../../testing/definitions.ts";
import { readDefinition } from "./read.ts";

function problemsOf(text: string): string[] {
  const read = readDefinition(text);
  return "problems" in read ? read.problems : [];
}

describe("reading a definition", () => {
  it.each(definitionFiles)("reads what Prismatic exports: %s", (file) => {
    expect(problemsOf(definitionText(file))).toEqual([]);
  });

  it("refuses the old form and says how to renew it", () => {
    const legacy =
      "name: Old\ntrigger: { name: Trigger }\nsteps: []\nrequiredConfigVars: { Key: { dataType: string } }\n";
    expect(problemsOf(legacy)).toEqual([
      expect.stringMatching(
        /has no definitionVersion, this needs 7.*integrations:import.*integrations:export/,
      ),
    ]);
    expect(problemsOf("definitionVersion: 6\nname: Old\n")).toEqual([
      expect.stringContaining("has definitionVersion 6"),
    ]);
  });

  it("refuses a code-native integration, which is imported from its own project", () => {
    const [problem] = problemsOf("definitionVersion: 7\nisCodeNative: true\nname: Coded\n");
    expect(problem).toMatch(/^is that of a code-native integration.*integrations:import/);
  });

  it.each([
    ["holds itself", "base: &base [*base]\n", "is nested in more than 200 levels"],
    [
      "has steps that hold themselves",
      "flows:\n  - name: Sync\n    steps: &steps\n      - { name: Loop, steps: *steps }\n",
      "is nested in more than 200 levels",
    ],
    [
      "is nested too deeply for a reader",
      `base: ${"[".repeat(5000)}${"]".repeat(5000)}\n`,
      "is not YAML: Nested too deeply",
    ],
    [
      "has keys within keys, each of which doubles the text",
      `base:\n  ${"? ".repeat(60)}\n`,
      "is not YAML: A key must be a text, not a map or a list",
    ],
    ["is too large to be read", `base: "${"x".repeat(5 * 1024 * 1024)}"\n`, "is larger than 4 MB"],
  ])("refuses one that %s", (_what, text, expected) => {
    expect(problemsOf(`definitionVersion: 7\nname: A\n${text}`)).toEqual([expect.stringContaining(expected)]);
  });

  it("says where a text is not YAML", () => {
    expect(problemsOf("name: [\n")).toEqual([expect.stringMatching(/^is not YAML: .*line \d+/)]);
    expect(problemsOf("- a\n- b\n")).toEqual(["must be a YAML map, as Prismatic exports it"]);
  });

  it.each([
    ["line breaks without a line feed", "definitionVersion: 7\rname: hush\rflows: []\r"],
    ["something else at the place of the version", "definitionVersion: { clientSecret: hush }\nname: A\n"],
    ["a long text there", "definitionVersion: 'a long text, hush'\nname: A\n"],
    ["a quote that does not end", 'definitionVersion: 7\nname: "hush\n'],
    ["a key twice", "definitionVersion: 7\nname: hush\nname: hush\n"],
    ["a list inside a text", "definitionVersion: 7\nname: hush\n  - hush: hush\n"],
    [
      "another type at a place",
      "definitionVersion: 7\nname: A\nflows: hush\nrequiredConfigVars: { a: hush }\n",
    ],
  ])("refuses %s without showing a value", (_, text) => {
    const problems = problemsOf(text);
    expect(problems).not.toEqual([]);
    expect(problems.join("\n")).not.toContain("hush");
  });

  it("lists every place that has another form than expected", () => {
    const text = "definitionVersion: 7\nname: ''\nflows: [{ steps: [] }]\nrequiredConfigVars: [{}]\n";
    expect(problemsOf(text)).toEqual([
      "name: must not be empty",
      expect.stringMatching(/^requiredConfigVars\.0\.key: /),
      expect.stringMatching(/^flows\.0\.name: /),
    ]);
  });
});
