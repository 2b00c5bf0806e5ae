import { writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { ESLint } from "eslint";
import { packages } from "../setup/build.mjs";
import { readJson } from "../setup/json.mjs";
import { engineFolder, root } from "../setup/paths.mjs";
import { digestsOf } from "./digests.mjs";

/** The digests of the files in which the rules found nothing, by path. */
const memory = join(engineFolder, "..", "linted.json");

// Lints the files that were not linted as they are, and with what they import as it is: a rule that looks at types may
// find something in a file because another one changed.
const eslint = new ESLint({ cwd: root });
const remembered = /** @type {Record<string, string>} */ (readJson(memory) ?? {});
const digests = digestsOf(root, packages);
const isKnown = (/** @type {string} */ file) =>
  digests.get(file) !== undefined &&
  Object.hasOwn(remembered, file) &&
  remembered[file] === digests.get(file);
/** @type {string[]} */
const changed = [];
for (const file of digests.keys()) {
  if (!isKnown(file) && !(await eslint.isPathIgnored(join(root, file)))) changed.push(join(root, file));
}
const results = changed.length === 0 ? [] : await eslint.lintFiles(changed);
const withMessages = new Set(
  results
    .filter(({ messages }) => messages.length > 0)
    .map(({ filePath }) => relative(root, filePath).split(sep).join("/")),
);
writeFileSync(
  memory,
  JSON.stringify(Object.fromEntries([...digests].filter(([file]) => !withMessages.has(file)))),
);
const text = await (await eslint.loadFormatter("stylish")).format(results);
if (text) console.log(text);
console.log(`${changed.length} of ${digests.size} files were linted`);
process.exitCode = results.some(({ errorCount }) => errorCount > 0) ? 1 : 0;
