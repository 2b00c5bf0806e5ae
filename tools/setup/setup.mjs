import { build } from "./build.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { ensureEngine } from "./engine.mjs";
import { ensureNode } from "./node.mjs";

/**
 * Makes a bare machine ready: npm packages, Node.js 24 and, where asked for, the engine and compiled packages.
 * @param {{ engine?: boolean, compiled?: boolean }} parts
 */
export async function setUp({ engine = false, compiled = false }) {
  await ensureDependencies();
  const node = await ensureNode();
  const enginePath = engine ? await ensureEngine(node) : "";
  if (compiled) await build(node);
  return { node, enginePath };
}
