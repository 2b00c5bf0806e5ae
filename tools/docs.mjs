import { join } from "node:path";
import { build } from "./setup/build.mjs";
import { root } from "./setup/paths.mjs";
import { runMain } from "./setup/progress.mjs";
import { run } from "./setup/run.mjs";
import { setUp } from "./setup/setup.mjs";

/** Writes the reference anew from the docstrings: docs/reference, and its examples as a module for the tests. */
await runMain(async () => {
  const { node } = await setUp({ engine: false });
  await build(node);
  const { code, output } = await run(node, [join(root, "tools/reference/main.ts")], { cwd: root });
  console.log(output.trim());
  return code;
});
