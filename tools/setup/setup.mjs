import { build } from "./build.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { ensureEngine } from "./engine.mjs";
import { ensureNode } from "./node.mjs";

/**
 * Makes a bare machine ready: npm packages, Node.js 24 and, where asked for, the engine and compiled packages.
 * @param {{ engine?: boolean, packages?: string[] }} parts
 */
export async function setUp({ engine = false, packages = [] }) {
  await ensureDependencies();
  const node = await ensureNode();
  const enginePath = engine ? await ensureEngine(node) : "";
  if (packages.length > 0) await build(node, packages);
  return { node, enginePath };
}
