import { expect } from "vitest";

/** Parts that differ from run to run, and what stands for each. */
const VARYING: [RegExp, string][] = [
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "<id>"],
  [/\b[0-9a-f]{32,64}\b/g, "<digest>"],
  [/\b\d{4}-\d\d-\d\dT[\d:.]+Z?/g, "<time>"],
  [/\b\d+(\.\d+)? ?(ms|s|seconds?)\b/g, "<duration>"],
  // Pulumi aligns what stands side by side.
  [/ +:/g, ":"],
];

/** Lines without what varies and without empty ones, each run of spaces as one. */
function linesOf(text: string): string[] {
  const plain = VARYING.reduce((rest, [pattern, stands]) => rest.replace(pattern, stands), text);
  return plain
    .split("\n")
    .map((line) => line.trim().replace(/\s+/g, " "))
    .filter((line) => line !== "");
}

/**
 * Compares what a guide shows with what a command printed. The shown lines follow each other in the output; a line `...`
 * stands for any number of them. Ids, digests and times may differ, and so may white space.
 */
export function expectShown(output: string, shown: string): void {
  const printed = linesOf(output);
  let rest = printed;
  for (const part of partsOf(linesOf(shown))) {
    const at = rest.findIndex((_, index) => part.every((line, offset) => rest[index + offset] === line));
    if (at < 0) expect(rest.join("\n"), "the output of the command").toContain(part.join("\n"));
    rest = rest.slice(at + part.length);
  }
}

function partsOf(lines: string[]): string[][] {
  const parts: string[][] = [[]];
  for (const line of lines) {
    if (line === "...") parts.push([]);
    else parts.at(-1)?.push(line);
  }
  return parts.filter((part) => part.length > 0);
}
