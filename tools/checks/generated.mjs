import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runTool } from "../setup/dependencies.mjs";
import { root } from "../setup/paths.mjs";

/**
 * Compares the generated code with what the generator makes today, and brings it up to date on the way.
 * @param {string} node
 */
export async function checkGenerated(node) {
  const before = generatedFiles();
  const result = await runTool(node, "@graphql-codegen/cli/esm/bin.js", ["--config", "tools/codegen.ts"]);
  if (result.code !== 0) return result;
  const after = generatedFiles();
  const changed = Object.keys({ ...before, ...after }).filter((file) => before[file] !== after[file]);
  if (changed.length === 0) return result;
  const output = `These files were out of date and have been generated again: ${changed.join(", ")}`;
  return { ...result, code: 1, output };
}

function generatedFiles() {
  /** @type {Record<string, string>} */
  const contents = {};
  for (const file of readdirSync(join(root, "provider", "src"), { recursive: true, encoding: "utf8" })) {
    const path = join("provider", "src", file);
    if (file.endsWith(".generated.ts")) contents[path] = readFileSync(join(root, path), "utf8");
  }
  return contents;
}
