import { sayResult } from "./checks/result.mjs";
import { runVitest } from "./checks/vitest.mjs";
import { runMain } from "./setup/progress.mjs";
import { setUp } from "./setup/setup.mjs";

/** Runs test/sizes with the numbers that are promised, or those of its files that vitest picks by the arguments. */
await runMain(async () => {
  const { node, enginePath } = await setUp({ engine: true, compiled: true });
  return sayResult(await runVitest(node, enginePath, ["--project", "long", ...process.argv.slice(2)]));
});
