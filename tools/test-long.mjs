import { sayResult } from "./checks/result.mjs";
import { runVitest } from "./checks/vitest.mjs";
import { runMain } from "./setup/progress.mjs";
import { setUp } from "./setup/setup.mjs";

/** The runs of test/long, which take too long for every change, or those of them that vitest picks by the arguments. */
await runMain(async () => {
  const packages = ["provider", "emulator", "policies"];
  const { node, enginePath } = await setUp({ engine: true, packages });
  return sayResult(await runVitest(node, enginePath, ["--project", "long", ...process.argv.slice(2)]));
});
