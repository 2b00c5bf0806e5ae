import { spawn } from "node:child_process";
import { join } from "node:path";
import { engineEnvironment } from "./setup/environment.mjs";
import { root } from "./setup/paths.mjs";
import { runMain } from "./setup/progress.mjs";
import { setUp } from "./setup/setup.mjs";

/** The long run of test/engine/fidelity: `npm run test:fidelity -- [cases] [seed]`; its last line is JSON. */
await runMain(async () => {
  const { node, enginePath } = await setUp({ engine: true, compiled: true });
  const program = join(root, "test", "engine", "fidelity", "main.ts");
  const child = spawn(node, [program, ...process.argv.slice(2)], {
    cwd: root,
    stdio: "inherit",
    env: engineEnvironment(enginePath, { ENGINE_PATH: enginePath }),
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
});
