import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { files, placeOf, root } from "./pages.mjs";

/**
 * Copies the documents of the repository to their places in the site, with the pictures that they show.
 * @param {string} folder
 */
export function copyDocuments(folder) {
  rmSync(folder, { recursive: true, force: true });
  for (const file of files) {
    const text = readFileSync(join(root, file), "utf8");
    const place = join(folder, placeOf(file));
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, text);
    for (const [, picture = ""] of text.matchAll(/!\[[^\]]*\]\(([^):]+)\)/g))
      cpSync(join(root, dirname(file), picture), join(dirname(place), picture));
  }
}
