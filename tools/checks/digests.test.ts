import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { digestsOf } from "./digests.mjs";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "digests-test-"));
  for (const [path, text] of Object.entries(FILES)) write(path, text);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const FILES = {
  "library/package.json": `{ "name": "our-library" }`,
  "library/src/index.ts": `export * from "./deep.ts";`,
  "library/src/deep.ts": "export const deep = 1;",
  "library/src/other.ts": "export const other = 1;",
  "library/dist/deep.js": "export const deep = 1;",
  "test/ofLibrary.test.ts": `import { deep } from "our-library";`,
  "test/ofOther.test.ts": `import { other } from "our-library/other";`,
  "test/ofCompiled.test.ts": `import { deep } from "../library/dist/deep.js";`,
  "test/ofType.test.ts": `type Deep = typeof import("../library/src/deep.ts");`,
  "test/alone.test.ts": `import { join } from "node:path";`,
  "package-lock.json": "{}",
};

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const digests = () => digestsOf(folder, ["library"]);

/** The files that have another digest once this one has another text. */
function changedWith(path: string, text: string): string[] {
  const before = digests();
  write(path, text);
  const after = digests();
  return [...after.keys()].filter((file) => after.get(file) !== before.get(file)).toSorted();
}

it("A file's digest changes with what it imports, through packages, types and what is compiled", () => {
  expect([...digests().values()]).not.toContain(undefined);
  expect(changedWith("library/src/deep.ts", `export const deep = "text";`)).toEqual([
    "library/src/deep.ts",
    "library/src/index.ts",
    "test/ofCompiled.test.ts",
    "test/ofLibrary.test.ts",
    "test/ofType.test.ts",
  ]);
  expect(changedWith("library/src/other.ts", `export const other = "text";`)).toEqual([
    "library/src/other.ts",
    "test/ofOther.test.ts",
  ]);
});

it("All digests change with the installed packages, the rules, and what a file declares for all", () => {
  const all = [...digests().keys()].toSorted();
  for (const path of ["package-lock.json", "eslint.config.mjs", "tsconfig.json", "library/tsconfig.json"])
    expect(changedWith(path, `{ "other": "${path}" }`)).toEqual(expect.arrayContaining(all));
  const declaring = `declare module "vitest" { interface ProvidedContext { size: string } }`;
  expect(changedWith("test/alone.test.ts", declaring)).toEqual(["eslint.config.mjs", ...all]);
});

it("A file that imports what is not found has no digest", () => {
  write("test/alone.test.ts", `import { gone } from "./gone.ts";`);
  write("test/byIt.test.ts", `import "./alone.test.ts";`);
  const found = digests();
  expect([found.get("test/alone.test.ts"), found.get("test/byIt.test.ts")]).toEqual([undefined, undefined]);
  expect(found.get("test/ofLibrary.test.ts")).toBeDefined();
});
