import { writeDeclarations } from "./setup/declarations.mjs";

// The last step of `npm run build`.
writeDeclarations();
