import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readJson } from "../setup/json.mjs";
import { engineFolder, root } from "../setup/paths.mjs";
import { run } from "../setup/run.mjs";

/** Everything that the reference follows from, and the reference itself. */
const SOURCES = [
  "provider/src",
  "policies/src",
  "tools/reference",
  "docs/reference",
  "test/fixtures/reference",
];
const SETTINGS = ["package-lock.json", "tsconfig.base.json", ".prettierrc.json", ".editorconfig"];

/** The digest with which nothing was out of date. */
const memory = join(engineFolder, "..", "reference.json");

/**
 * Compares the reference with what the docstrings say, unless neither has changed since they agreed.
 * @param {string} node
 */
export async function checkReference(node) {
  const digest = digestOfSources();
  if (readJson(memory) === digest) return { code: 0, output: "" };
  const result = await run(node, [join(root, "tools/reference/main.ts"), "--check"], { cwd: root });
  if (result.code === 0) writeFileSync(memory, JSON.stringify(digest));
  return result;
}

function digestOfSources() {
  const hash = createHash("sha256").update(process.version);
  const files = SOURCES.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith(".test.ts"))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  for (const file of [...files.toSorted(), ...SETTINGS.map((name) => join(root, name))])
    hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}
