import { runEngineProgram } from "./setup/engineProgram.mjs";
import { runMain } from "./setup/progress.mjs";

/** Kills runs at random moments: `npm run test:crash -- [runs] [seed]`; its last line is JSON. */
await runMain(() => runEngineProgram("test", "crash", "main.ts"));
