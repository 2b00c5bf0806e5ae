import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** The packages that a file of the provider loads, itself or by the files that it imports; Node.js's own are no cost. */
function packagesBehind(file: URL, seen = new Set<string>()): string[] {
  if (seen.has(file.href)) return [];
  seen.add(file.href);
  const imports = readFileSync(file, "utf8").matchAll(/^(?:import|export) (?!type )[^;]*?from "([^"]+)"/gm);
  const names = [...imports].map(([, name = ""]) => name).filter((name) => !name.startsWith("node:"));
  return names.flatMap((name) => (name.startsWith(".") ? packagesBehind(new URL(name, file), seen) : [name]));
}

it("The words that a policy pack shares load neither zod nor anything that talks to a tenant", () => {
  const packages = packagesBehind(new URL("./vocabulary.ts", import.meta.url));
  expect(packages).toEqual(["fastest-levenshtein"]);
  expect(packagesBehind(new URL("./dynamic.ts", import.meta.url))).toContain("zod");
});
