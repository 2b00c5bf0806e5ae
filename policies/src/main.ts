import { createRequire } from "node:module";
import {
  commandLine,
  runProgram,
  stacksHere,
  whileWaiting,
  withExamples,
  type Failure,
} from "pulumi-prismatic/commandLine";
import { visibleLine } from "pulumi-prismatic/vocabulary";
import { ListedError, shownMessage } from "./engine/errors.ts";
import type { RegistryOptions } from "./registry/command.ts";
import { REGISTRY_FILE } from "./registry/registryFile.ts";

interface RegistryFlags extends Omit<RegistryOptions, "cwd"> {
  json?: true;
}

const { version } = createRequire(import.meta.url)("../package.json") as { version: string };

const program = commandLine({
  name: "pulumi-prismatic-policies",
  description:
    "Keeps the registry of stable keys that the policies of pulumi-prismatic compare programs with. The policies themselves are " +
    "run by pulumi preview --policy-pack node_modules/pulumi-prismatic-policies.",
  version,
});

withExamples(
  program
    .command("registry")
    .description(
      "Writes the registry and stable-keys.ts from a stack of the Pulumi project in this folder, and compares the " +
        "stable keys of a code-native integration with it.",
    )
    .option("--stack <name>", "the stack whose stable keys are right")
    .option("--out <file>", "the registry", REGISTRY_FILE)
    .option("--check-source <dir>", "a code-native integration whose TypeScript sources are compared")
    .option("--json", "prints what was written and found as JSON")
    .action(async ({ json, ...options }: RegistryFlags) => {
      // Loaded for this alone: help and completion need none of it.
      const { disagrees, outcomeLines, runRegistry } = await import("./registry/command.ts");
      const outcome = await whileWaiting("Reading the stack", () =>
        runRegistry({ ...options, cwd: process.cwd() }),
      );
      const lines = json === true ? [JSON.stringify(outcome)] : outcomeLines(outcome).map(visibleLine);
      process.stdout.write(lines.map((line) => `${line}\n`).join(""));
      process.exitCode = disagrees(outcome) ? 1 : 0;
    }),
  [
    ["the registry of what stack us declares", "pulumi-prismatic-policies registry --stack us"],
    [
      "sources that use other keys end with exit code 1",
      "pulumi-prismatic-policies registry --check-source ../orders/src",
    ],
  ],
);

await runProgram(program, { explain: explained, values: { stack: stacksHere } });

function explained(error: unknown): Failure | undefined {
  const isForeseen = error instanceof ListedError || (error instanceof Error && error.constructor === Error);
  return isForeseen ? { code: "REGISTRY", message: shownMessage(error) } : undefined;
}
