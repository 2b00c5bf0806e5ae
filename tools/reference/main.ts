import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../setup/paths.mjs";
import { FOLDER, referenceFiles } from "./pages.ts";

// Writes what follows from the docstrings anew; with `--check`, only tells which files are not as they would be.
const files = await referenceFiles();
const pages = existsSync(join(root, FOLDER))
  ? readdirSync(join(root, FOLDER)).map((name) => `${FOLDER}/${name}`)
  : [];
const textOf = (file: string) =>
  existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : undefined;
const stale = [...new Set([...files.keys(), ...pages])].filter((file) => files.get(file) !== textOf(file));
if (process.argv.includes("--check")) {
  for (const file of stale) console.log(`${file} is not what the docstrings say. Run: npm run docs`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const file of stale) {
    const text = files.get(file);
    mkdirSync(dirname(join(root, file)), { recursive: true });
    if (text === undefined) rmSync(join(root, file));
    else writeFileSync(join(root, file), text);
  }
  console.log(`${files.size} files, ${stale.length} of them written anew: ${FOLDER}`);
}
