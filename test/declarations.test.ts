import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, relative, resolve } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";

const dist = dirname(createRequire(import.meta.url).resolve("pulumi-prismatic"));

/** The modules that a declaration file names, by imports, exports and `import("...")` types. */
function modulesOf(file: string): string[] {
  return ts.preProcessFile(readFileSync(file, "utf8")).importedFiles.map(({ fileName }) => fileName);
}

/** The declaration files that a program's compiler reads, and the packages that they name. */
function reachable(entry: string): { files: Set<string>; packages: Map<string, string[]> } {
  const files = new Set([entry]);
  const packages = new Map<string, string[]>();
  for (const file of files) {
    for (const name of modulesOf(file)) {
      if (name.startsWith(".")) files.add(resolve(dirname(file), name.replace(/\.[jt]s$/, ".d.ts")));
      else packages.set(name, [...(packages.get(name) ?? []), relative(dist, file)]);
    }
  }
  return { files, packages };
}

it("The declarations that a program sees name no package but Pulumi's", () => {
  const { files, packages } = reachable(resolve(dist, "index.d.ts"));
  expect([...files].filter((file) => !existsSync(file))).toEqual([]);
  expect([...files].map((file) => relative(dist, file))).toContain("resources/connection/class.d.ts");
  expect(Object.fromEntries([...packages].filter(([name]) => name !== "@pulumi/pulumi"))).toEqual({});
});
