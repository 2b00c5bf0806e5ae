import { createRequire } from "node:module";
import { Option, type Command } from "commander";
import { commandLine, PrismaticError, withExamples, type Failure } from "pulumi-prismatic/commandLine";
import { addEmit } from "./emit/command.ts";
import { RolloutError } from "./errors.ts";
import { addExport } from "./export/command.ts";
import { addFleetCommands } from "./fleet/commands.ts";
import { addMerge } from "./merge/command.ts";
import { repeated, seconds, wholeNumber, withSelection } from "./options.ts";
import type { PreviewFlags } from "./preview/runCommand.ts";
import { refuseEngineLogs, UNSAFE_ENGINE_LOGS } from "./pulumi/engineLogs.ts";
import { EXIT } from "./report/exitCode.ts";
import { withForms } from "./report/formOptions.ts";
import { addUp } from "./up/command.ts";

const { version } = createRequire(import.meta.url)("../package.json") as { version: string };

/** Commands that read no stack. */
const WITHOUT_ENGINE: ReadonlySet<string> = new Set([
  "merge",
  "github",
  "kubernetes",
  "unlock",
  "completion",
  "complete",
]);

/** The command line of `prismatic-rollout`. */
export function commands(): Command {
  const program = commandLine({
    name: "prismatic-rollout",
    description: "Rolls a Pulumi project out to many Prismatic tenants, one stack each",
    version,
  });
  program
    .option(UNSAFE_ENGINE_LOGS, "accepts logs of Pulumi's engine that hold secrets in the clear")
    .hook("preAction", (_program, command) => {
      const isAccepted = program.opts<{ unsafeEngineLogs?: true }>().unsafeEngineLogs === true;
      if (!isAccepted && !WITHOUT_ENGINE.has(command.name()))
        refuseEngineLogs(process.env, "the environment");
    });
  const previewing = withSelection(
    program
      .command("preview")
      .description(
        "Shows what an update would change in all chosen stacks. It changes nothing and takes no lock.",
      ),
  )
    .option("--policy-pack <folder>", "policy pack to run; may be repeated", repeated)
    .option("--policy-pack-config <file>", "its configuration, in the same order; may be repeated", repeated)
    .option("--max-concurrent <number>", "stacks that are read at the same time", wholeNumber)
    .addOption(
      new Option("--timeout <duration>", "time that one stack may take, such as 90s or 15m")
        .default(900, "15m")
        .argParser(seconds),
    )
    .option("--no-reach", "asks no tenant what the changes reach");
  withExamples(
    withForms(previewing)
      .addHelpText("after", EXIT_CODES)
      .action(async (flags: PreviewFlags) => {
        await (await import("./preview/runCommand.ts")).runPreview(flags);
      }),
    [
      ["all stacks as a table", "prismatic-rollout preview --all"],
      [
        "a comment for a pull request, with the policy pack",
        "prismatic-rollout preview --all --policy-pack node_modules/pulumi-prismatic-policies --markdown comment.md",
      ],
      ["for programs", "prismatic-rollout preview --stacks 'eu-*' --json -"],
    ],
  );
  addMerge(program);
  addUp(program);
  addFleetCommands(program);
  addExport(program);
  addEmit(program);
  return program;
}

const EXIT_CODES = `
Exit codes: ${EXIT.nothing} nothing to do, ${EXIT.changes} changes, ${EXIT.violation} a mandatory policy violation, ${EXIT.failure} a failure,
130 interrupted. The most severe one of all stacks counts. They are not Pulumi's own.`;

/** The failure of a whole command; undefined for a mistake of the command's own. */
export function explain(error: unknown): Failure | undefined {
  if (error instanceof RolloutError)
    return { code: error.code, message: error.message, next: error.nextStep };
  return error instanceof PrismaticError ? { code: error.code, message: error.message } : undefined;
}
