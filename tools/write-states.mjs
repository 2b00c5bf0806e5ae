import { runEngineProgram } from "./setup/engineProgram.mjs";
import { runMain } from "./setup/progress.mjs";

/** Stores the states that this version writes: `npm run write:states`; test/README.md says when. */
await runMain(() => runEngineProgram("test", "fixtures", "states", "write.ts"));
