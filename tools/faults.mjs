import { runEngineProgram } from "./setup/engineProgram.mjs";
import { runMain } from "./setup/progress.mjs";

/** Faults on the way to a tenant: `npm run test:faults -- [cells|all] [seed] [--cell TITLE]`; its last line is JSON. */
await runMain(() => runEngineProgram("test", "faults", "main.ts"));
