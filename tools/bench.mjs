import { runEngineProgram } from "./setup/engineProgram.mjs";
import { runMain } from "./setup/progress.mjs";

/** Measures what is promised of the speed: `npm run bench -- [--only PART,PART] [--rounds N]`. */
await runMain(() => runEngineProgram("bench", "main.ts"));
