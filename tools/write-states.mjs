import { spawn } from "node:child_process";
import { join } from "node:path";
import { engineEnvironment } from "./setup/environment.mjs";
import { root } from "./setup/paths.mjs";
import { runMain } from "./setup/progress.mjs";
import { setUp } from "./setup/setup.mjs";

/** Stores the states that this version writes: `npm run write:states`; test/README.md says when. */
await runMain(async () => {
  const { node, enginePath } = await setUp({ engine: true, compiled: true });
  const child = spawn(node, [join(root, "test", "fixtures", "states", "write.ts")], {
    cwd: root,
    stdio: "inherit",
    env: engineEnvironment(enginePath, { ENGINE_PATH: enginePath }),
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
});
