import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { compileCache, root } from "./paths.mjs";
import { run } from "./run.mjs";

const DAY = 24 * 60 * 60 * 1000;

/** The modules that the engine's children load; `pulumi` ends some of them before they can keep what they compiled. */
const modules = ["@pulumi/pulumi", "@pulumi/policy", "pulumi-prismatic", "pulumi-prismatic/dynamic"];

/**
 * Compiles what every run of the engine loads, so that the first runs start as quickly as the others.
 * @param {string} node
 */
export async function fillCompileCache(node) {
  mkdirSync(compileCache, { recursive: true });
  removeOld();
  const script = modules.map((name) => `import ${JSON.stringify(name)};`).join("\n");
  // Without success there is less in the cache, and whatever is wrong with the modules shows where they are used.
  await run(node, ["--input-type=module", "--eval", script], {
    cwd: root,
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
  });
}

/** Programs in temporary folders leave entries that nothing asks for again. */
function removeOld() {
  for (const name of readdirSync(compileCache, { recursive: true, encoding: "utf8" })) {
    const stats = statSync(join(compileCache, name), { throwIfNoEntry: false });
    if (stats?.isFile() && Date.now() - stats.mtimeMs > 7 * DAY)
      rmSync(join(compileCache, name), { force: true });
  }
}
