import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup/paths.mjs";
import { referencePages } from "./pages.ts";

/** Writes docs/reference anew from the docstrings; with `--check`, only tells which pages are not as they would be. */
const folder = join(root, "docs", "reference");
mkdirSync(folder, { recursive: true });
const pages = await referencePages();
const there = new Map(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), "utf8")]));
const stale = [...new Set([...pages.keys(), ...there.keys()])].filter((file) => pages.get(file) !== there.get(file));
if (process.argv.includes("--check")) {
  for (const file of stale) console.log(`docs/reference/${file} is not what the docstrings say. Run: npm run docs`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const file of stale) {
    const text = pages.get(file);
    if (text === undefined) rmSync(join(folder, file));
    else writeFileSync(join(folder, file), text);
  }
  console.log(`${pages.size} pages, ${stale.length} of them written anew: docs/reference`);
}
