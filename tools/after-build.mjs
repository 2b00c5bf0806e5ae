import { join } from "node:path";
import { packages } from "./setup/build.mjs";
import { writeDeclarations } from "./setup/declarations.mjs";
import { root } from "./setup/paths.mjs";
import { removeStale } from "./setup/stale.mjs";

// The last step of `npm run build`.
for (const name of packages) removeStale(join(root, name));
writeDeclarations();
