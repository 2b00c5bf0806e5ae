// Pulumi's process for dynamic providers, from the program's own packages where it has them.
import { fileURLToPath, pathToFileURL } from "node:url";
import { resolveForProgram } from "./resolve.mjs";

process.argv[1] = fileURLToPath(import.meta.url);
await import(
  pathToFileURL(resolveForProgram("@pulumi/pulumi/cmd/dynamic-provider/index.js", process.cwd())).href
);
