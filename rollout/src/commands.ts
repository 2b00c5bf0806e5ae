import { createRequire } from "node:module";
import { Option, type Command } from "commander";
import { commandLine, PrismaticError, withExamples, type Failure } from "pulumi-prismatic/commandLine";
import { addEmit } from "./emit/command.ts";
import { RolloutError } from "./errors.ts";
import { addExport } from "./export/command.ts";
import { addFleetCommands } from "./fleet/commands.ts";
import { addMerge } from "./merge/command.ts";
import { repeated, seconds, wholeNumber, withSelection, type SelectionFlags } from "./options.ts";
import { preview } from "./preview/preview.ts";
import { plainProgress, type Progress } from "./preview/progress.ts";
import type { ChosenStack } from "./project/choice.ts";
import { refuseEngineLogs, UNSAFE_ENGINE_LOGS } from "./pulumi/engineLogs.ts";
import { EXIT, exitCodeOf } from "./report/exitCode.ts";
import { formsOf, withForms, writeForms, type FormFlags } from "./report/forms.ts";
import { prepareOutputs } from "./report/writing.ts";
import { signalExitCode, untilSignal } from "./signals.ts";
import { addUp } from "./up/command.ts";

interface PreviewFlags extends SelectionFlags, FormFlags {
  policyPack?: string[];
  policyPackConfig?: string[];
  maxConcurrent?: number;
  timeout: number;
  reach: boolean;
}

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
  withExamples(withForms(previewing).addHelpText("after", EXIT_CODES).action(runPreview), [
    ["all stacks as a table", "prismatic-rollout preview --all"],
    [
      "a comment for a pull request, with the policy pack",
      "prismatic-rollout preview --all --policy-pack node_modules/pulumi-prismatic-policies --markdown comment.md",
    ],
    ["for programs", "prismatic-rollout preview --stacks 'eu-*' --json -"],
  ]);
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

async function runPreview(flags: PreviewFlags): Promise<void> {
  const {
    stacks,
    label: labels,
    all,
    cwd,
    policyPack,
    policyPackConfig,
    maxConcurrent,
    timeout,
    reach,
  } = flags;
  const forms = formsOf(flags);
  await prepareOutputs(forms);
  const progress = await progressFor(process.stderr);
  const interruption = untilSignal();
  const report = await preview({
    ...{ stacks, labels, all, cwd, maxConcurrent, timeout, reach, progress },
    ...(policyPack === undefined ? {} : { policyPacks: policyPack }),
    ...(policyPackConfig === undefined ? {} : { policyPackConfigs: policyPackConfig }),
    signal: interruption.signal,
    env: process.env,
  });
  await writeForms(report, forms);
  const exitZeroOnChanges = flags.exitZeroOnChanges === true;
  process.exitCode = signalExitCode(interruption.signal) ?? exitCodeOf(report, { exitZeroOnChanges });
}

async function progressFor(
  terminal: NodeJS.WriteStream,
): Promise<(stacks: readonly ChosenStack[], maxConcurrent: number) => Progress> {
  // Some terminals of CI systems have no width.
  if (!terminal.isTTY || !terminal.columns)
    return (stacks) => plainProgress(stacks, (text) => terminal.write(text));
  // Loaded only for a terminal.
  const { liveList } = await import("./preview/liveList.ts");
  return (stacks, maxConcurrent) => liveList(stacks, { maxConcurrent, terminal });
}

/** The failure of a whole command; undefined for a mistake of the command's own. */
export function explain(error: unknown): Failure | undefined {
  if (error instanceof RolloutError)
    return { code: error.code, message: error.message, next: error.nextStep };
  return error instanceof PrismaticError ? { code: error.code, message: error.message } : undefined;
}
