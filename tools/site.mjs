import { join } from "node:path";
import { ensureDependencies } from "./setup/dependencies.mjs";
import { root } from "./setup/paths.mjs";
import { runMain } from "./setup/progress.mjs";
import { run } from "./setup/run.mjs";
import { setUp } from "./setup/setup.mjs";

const site = join(root, "site");

/** Builds the documents as a site below site/dist. The generator is installed only here. */
await runMain(async () => {
  const { node } = await setUp({ engine: false });
  await ensureDependencies(site);
  const generator = join(site, "node_modules/vitepress/bin/vitepress.js");
  const { code, output } = await run(node, [generator, "build", site], { cwd: site });
  console.log(code === 0 ? "The site is in site/dist" : output);
  return code;
});
