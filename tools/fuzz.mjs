import { runEngineProgram } from "./setup/engineProgram.mjs";
import { runMain } from "./setup/progress.mjs";

/** The long run of test/fuzz: `npm run test:fuzz -- [cases] [seed] [part of a subject's title] [path]`; its last line is JSON. */
await runMain(() => runEngineProgram("test", "fuzz", "main.ts"));
