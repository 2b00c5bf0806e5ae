import { Command } from "commander";
import { shownMessage } from "./engine/errors.ts";
import { runRegistry, UsageError } from "./registry/command.ts";
import { REGISTRY_FILE } from "./registry/schema.ts";
import { visibleLine } from "pulumi-prismatic/vocabulary";

const program = new Command("pulumi-prismatic-policies").description(
  "Keeps the registry of stable keys that the policies of pulumi-prismatic compare programs with.",
);

program
  .command("registry")
  .description(
    "Writes the registry and stable-keys.ts from a stack of the Pulumi project in this folder, and compares the " +
      "stable keys of a code-native integration with it.",
  )
  .option("--stack <name>", "the stack whose stable keys are right")
  .option("--out <file>", "the registry", REGISTRY_FILE)
  .option("--check-source <dir>", "a code-native integration whose TypeScript sources are compared")
  .action(async ({ stack, out, checkSource }: { stack?: string; out: string; checkSource?: string }) => {
    const options = { stack, out, checkSource, cwd: process.cwd() };
    process.exitCode = await runRegistry(options, (line) => console.log(visibleLine(line)));
  });

try {
  await program.parseAsync();
} catch (error) {
  console.error(shownMessage(error));
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
