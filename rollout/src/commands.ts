import { Command, Option } from "commander";
import { addEmit } from "./emit/command.ts";
import { RolloutError } from "./errors.ts";
import { addExport } from "./export/command.ts";
import { addFleetCommands } from "./fleet/commands.ts";
import { repeated, seconds, wholeNumber, withSelection, type SelectionFlags } from "./options.ts";
import { preview } from "./preview/preview.ts";
import { plainProgress, type Progress } from "./preview/progress.ts";
import type { ChosenStack } from "./project/choice.ts";
import { EXIT, exitCodeOf } from "./report/exitCode.ts";
import { reportJson } from "./report/json.ts";
import type { PreviewReport } from "./report/schema.ts";
import { reportTable } from "./report/table.ts";
import { prepareOutputs, writeOutput, type Output } from "./report/writing.ts";
import { signalExitCode, untilSignal } from "./signals.ts";
import { addUp } from "./up/command.ts";

interface PreviewFlags extends SelectionFlags {
  policyPack?: string[];
  policyPackConfig?: string[];
  maxConcurrent?: number;
  timeout: number;
  reach: boolean;
  json?: string;
  markdown?: string;
  html?: string;
  exitZeroOnChanges?: boolean;
}

/** The command line of `prismatic-rollout`. */
export function commands(): Command {
  const program = new Command("prismatic-rollout").description(
    "Rolls a Pulumi project out to many Prismatic tenants, one stack each",
  );
  withSelection(
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
    .option("--no-reach", "asks no tenant what the changes reach")
    .option("--json <file>", 'writes the report as JSON; "-" is standard output, in place of the table')
    .option(
      "--markdown <file>",
      'writes the comment of a pull request; "-" is standard output, in place of the table',
    )
    .option("--html <file>", "writes the report as a page, one file that needs nothing else")
    .option("--exit-zero-on-changes", "exit code 0 instead of 2 where something would change")
    .addHelpText("after", EXIT_CODES)
    .action(runPreview);
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
  const outputs = outputsOf(flags);
  await prepareOutputs(outputs);
  const progress = await progressFor(process.stderr);
  const interruption = untilSignal();
  const report = await preview({
    ...{ stacks, labels, all, cwd, maxConcurrent, timeout, reach, progress },
    ...(policyPack === undefined ? {} : { policyPacks: policyPack }),
    ...(policyPackConfig === undefined ? {} : { policyPackConfigs: policyPackConfig }),
    signal: interruption.signal,
    env: process.env,
  });
  if (!outputs.some(({ file }) => file === "-")) process.stdout.write(reportTable(report));
  for (const { render, ...output } of outputs) await writeOutput(output, await render(report));
  const exitZeroOnChanges = flags.exitZeroOnChanges === true;
  process.exitCode = signalExitCode(interruption.signal) ?? exitCodeOf(report, { exitZeroOnChanges });
}

interface Form extends Output {
  render: (report: PreviewReport) => string | Promise<string>;
}

/** The forms of the report that were asked for; what makes them is loaded only then. */
function outputsOf({ json, markdown, html }: PreviewFlags): Form[] {
  const forms = [
    { flag: "--json", file: json, render: reportJson },
    {
      flag: "--markdown",
      file: markdown,
      render: async (report: PreviewReport) => (await import("./report/markdown.ts")).markdown(report),
    },
    {
      flag: "--html",
      file: html,
      render: async (report: PreviewReport) => (await import("./report/page.tsx")).page(report),
    },
  ];
  return forms.flatMap(({ flag, file, render }) => (file === undefined ? [] : [{ flag, file, render }]));
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

/** Says what went wrong with a whole command, and what to do next. */
export function explain(error: unknown): string {
  if (!(error instanceof RolloutError)) throw error;
  return `${error.message}\nNext: ${error.nextStep}\n`;
}
