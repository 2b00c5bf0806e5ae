import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { removeStale, staleFiles } from "./stale.mjs";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stale-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(...files: string[]): void {
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), "");
  }
}

it("Compiled files leave the package with their source, and nothing else does", () => {
  const kinds = ["js", "js.map", "d.ts", "d.ts.map"];
  const built = (name: string) => kinds.map((kind) => `dist/${name}.${kind}`);
  const kept = [
    ...["index", "cli/main", "report/page"].flatMap(built),
    "dist/.tsbuildinfo",
    "dist/process/dynamic.js",
    "dist/process/chunk-1.js",
    "dist/program/index.js",
    "dist/program/index.d.ts",
    "dist/data.json",
  ];
  const stale = ["gone", "cli/gone", "tried.test", "types.test-d", "testing/shared"].flatMap(built);
  write(
    "src/index.ts",
    "src/cli/main.ts",
    "src/report/page.tsx",
    "src/tried.test.ts",
    "src/types.test-d.ts",
    "src/testing/shared.ts",
  );
  write(...kept, ...stale);
  expect(staleFiles(folder).toSorted()).toEqual(stale.map((file) => join(folder, file)).toSorted());
  removeStale(folder);
  expect(staleFiles(folder)).toEqual([]);
  expect(stale.filter((file) => existsSync(join(folder, file)))).toEqual([]);
  expect(kept.filter((file) => !existsSync(join(folder, file)))).toEqual([]);
});

it("A package that was never built has none", () => {
  expect(staleFiles(folder)).toEqual([]);
});
