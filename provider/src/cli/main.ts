import "../nodeVersion.ts";
import { createRequire } from "node:module";
import { commandLine, runProgram } from "../commandLine/program.ts";
import { stableKeysHere, stacksHere } from "../commandLine/projectValues.ts";
import { explained } from "./explained.ts";
import { addImportFile } from "./importFileCommand.ts";
import { addInit } from "./init/command.ts";

const { version } = createRequire(import.meta.url)("../../package.json") as { version: string };

const program = commandLine({
  name: "pulumi-prismatic",
  description: "Begins Pulumi projects that use pulumi-prismatic, and takes over what a tenant has",
  version,
});
addInit(program);
addImportFile(program);

await runProgram(program, { explain: explained, values: { stack: stacksHere, what: stableKeysHere } });
