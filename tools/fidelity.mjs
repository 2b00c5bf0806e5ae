import { runEngineProgram } from "./setup/engineProgram.mjs";
import { runMain } from "./setup/progress.mjs";

/** The long run of test/engine/fidelity: `npm run test:fidelity -- [cases] [seed]`; its last line is JSON. */
await runMain(() => runEngineProgram("test", "engine", "fidelity", "main.ts"));
