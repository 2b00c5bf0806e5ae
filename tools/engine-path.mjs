import { runMain } from "./setup/progress.mjs";
import { setUp } from "./setup/setup.mjs";

await runMain(async () => {
  const { enginePath } = await setUp({ engine: true });
  console.log(enginePath);
  return 0;
});
