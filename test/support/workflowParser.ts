import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type * as Parser from "@actions/workflow-parser";
import { rolldown } from "rolldown";
import { root } from "../../tools/setup/paths.mjs";

/**
 * Loads GitHub's own parser of workflows, which checks them by GitHub's schema. It is bundled first: it imports JSON as
 * bundlers have it, which Node.js refuses.
 */
export async function loadWorkflowParser(): Promise<typeof Parser> {
  const input = join(root, "node_modules/@actions/workflow-parser/dist/index.js");
  const folder = await mkdtemp(join(tmpdir(), "workflow-parser-"));
  const file = join(folder, "parser.mjs");
  const bundle = await rolldown({ input, platform: "node", logLevel: "silent" });
  try {
    await bundle.write({ file, format: "esm" });
    return (await import(pathToFileURL(file).href)) as typeof Parser;
  } finally {
    await bundle.close();
    await rm(folder, { recursive: true, force: true });
  }
}
