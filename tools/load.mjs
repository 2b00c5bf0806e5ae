import { runEngineProgram } from "./setup/engineProgram.mjs";
import { runMain } from "./setup/progress.mjs";

/** Fills many tenants of one emulator: `npm run test:load -- [tenants] [connections of each]`; its last line is JSON. */
await runMain(() => runEngineProgram("test", "load", "main.ts"));
