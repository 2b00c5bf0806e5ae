import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../tools/setup/paths.mjs";

/** Everything that people read: the documents, and the sources of messages. */
const files = globSync(
  [
    "*.md",
    "docs/**/*.md",
    "*/README.md",
    "examples/*/README.md",
    "{provider,policies}/src/**/*.ts",
    "tools/**/*.mjs",
  ],
  { cwd: root, exclude: (path) => path.includes("node_modules") || path.endsWith(".test.ts") },
);

/** The values that stand on lines with `pulumi config set --secret`, after the key. */
function valuesOnLines(text: string): string[] {
  return text.split("\n").flatMap((line) => {
    const [, after] = /pulumi config set [^#|]*--secret\s+\S+(.*)/.exec(line) ?? [];
    const value = after?.replace(/#.*|--stack \S+|\$\{ofStack\}/, "").trim() ?? "";
    return /^(["'`<$-]|\w+["'])/.test(value) ? [line.trim()] : [];
  });
}

describe("No line that is printed or documented puts a token among the arguments of pulumi config set", () => {
  it("in any file", () => {
    expect(files.length).toBeGreaterThan(100);
    const found = files.flatMap((path) => valuesOnLines(readFileSync(join(root, path), "utf8")));
    expect(found).toEqual([]);
  });

  it.each([
    ["pulumi config set --secret prismatic:refreshToken <token>", 1],
    ["pulumi config set --secret key $TOKEN  # comment", 1],
    ['pulumi config set --stack us --secret key "value"', 1],
    ["pulumi config set --secret key -abc", 1],
    ["pulumi config set --secret key   # <token>", 0],
    ['printf %s "$TOKEN" | pulumi config set --secret key', 0],
    ["pulumi config set --secret key --stack us", 0],
  ])("as told from %j: %i", (line, count) => {
    expect(valuesOnLines(line)).toHaveLength(count);
  });
});
