import { completePackages } from "./setup/build.mjs";

// The last step of `npm run build`.
completePackages();
