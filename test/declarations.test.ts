import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";
import { root } from "../tools/setup/paths.mjs";

/** The modules that a declaration file names, by imports, exports and `import("...")` types. */
function modulesOf(file: string): string[] {
  return ts.preProcessFile(readFileSync(file, "utf8")).importedFiles.map(({ fileName }) => fileName);
}

/** The declaration files that a program's compiler reads, and the packages that they name. */
function reachable(dist: string, entry: string): { files: Set<string>; packages: Map<string, string[]> } {
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

it.each([
  ["pulumi-prismatic", "index", ["@pulumi/pulumi"]],
  ["pulumi-prismatic", "plannedMutations", []],
  ["pulumi-prismatic", "tenantReads", []],
  ["pulumi-prismatic", "vocabulary", []],
  ["pulumi-prismatic-policies", "index", ["@pulumi/policy", "pulumi-prismatic/vocabulary"]],
])("The declarations of %s, %s, name no package but %s", (name, module, allowed) => {
  const dist = join(root, "node_modules", name, "dist/program");
  const { files, packages } = reachable(dist, join(dist, `${module}.d.ts`));
  expect([...files].filter((file) => !existsSync(file))).toEqual([]);
  expect(files.size).toBeGreaterThan(module === "tenantReads" ? 0 : 1);
  expect(Object.fromEntries([...packages].filter(([found]) => !allowed.includes(found)))).toEqual({});
});
