import { Option, type Command } from "commander";
import { withExamples } from "pulumi-prismatic/commandLine";
import type { ZodType } from "zod";
import { connectionReport } from "../connectionReport/connectionReport.ts";
import { connectionReport as connectionSchema } from "../connectionReport/schema.ts";
import { connectionText } from "../connectionReport/text.ts";
import { drift } from "../drift/drift.ts";
import { driftReport } from "../drift/schema.ts";
import { driftText } from "../drift/text.ts";
import { matrix } from "../matrix/matrix.ts";
import { matrixReport } from "../matrix/schema.ts";
import { matrixText } from "../matrix/text.ts";
import { seconds, wholeNumber, withSelection, type SelectionFlags } from "../options.ts";
import { colored } from "../report/colored.ts";
import { EXIT, foundExitCode } from "../report/exitCode.ts";
import { prepareOutputs, writeOutput, type Output } from "../report/writing.ts";
import { signalExitCode, untilSignal } from "../signals.ts";
import { DEFAULT_REQUESTS, type FleetOptions } from "./fleet.ts";

interface FleetFlags extends SelectionFlags {
  maxConcurrent?: number;
  requests: number;
  timeout: number;
  json?: string;
  markdown?: string;
  html?: string;
  live?: boolean;
  exitZeroOnChanges?: boolean;
}

/** Adds the commands that read many tenants and change nothing. */
export function addFleetCommands(program: Command): void {
  const withOptions = (name: string, description: string, found: string) =>
    withExamples(
      withSelection(program.command(name).description(`${description} It changes nothing and takes no lock.`))
        .option("--max-concurrent <number>", "stacks that are read at the same time", wholeNumber)
        .option(
          "--requests <number>",
          "requests that each tenant gets at most",
          wholeNumber,
          DEFAULT_REQUESTS,
        )
        .addOption(
          new Option("--timeout <duration>", "time that one stack may take, such as 90s or 15m")
            .default(900, "15m")
            .argParser(seconds),
        )
        .option("--json <file>", 'writes the report as JSON; "-" is standard output, in place of the table')
        .option(
          "--markdown <file>",
          'writes the report as Markdown; "-" is standard output, in place of the table',
        )
        .option("--html <file>", "writes the report as a page, one file that needs nothing else")
        .option("--exit-zero-on-changes", `exit code 0 instead of 2 where there is ${found}`)
        .addHelpText(
          "after",
          `\nExit codes: ${EXIT.nothing} no ${found}, ${EXIT.changes} ${found}, ${EXIT.failure} a failure, 130 interrupted.\n` +
            "A stack that failed is never taken for one without.",
        ),
      [
        ["all stacks as a table", `prismatic-rollout ${name} --all`],
        ["for programs, and as a page", `prismatic-rollout ${name} --all --json - --html ${name}.html`],
      ],
    );
  withOptions(
    "drift",
    "Compares the states of all chosen stacks with their tenants.",
    "drift besides what the server made",
  ).action((flags: FleetFlags) =>
    run(flags, drift, {
      schema: driftReport,
      text: driftText,
      markdown: async (report) => (await import("../drift/comment.ts")).driftComment(report),
      html: async (report) => (await import("../drift/page.tsx")).driftPage(report),
      found: ({ stackCounts }) => stackCounts.drifted > 0,
    }),
  );
  withOptions(
    "report",
    "Lists connections that nothing uses, that fail, or that wait for an authorization, customers' ones included.",
    "such a connection",
  ).action((flags: FleetFlags) =>
    run(flags, connectionReport, {
      schema: connectionSchema,
      text: connectionText,
      markdown: async (report) => (await import("../connectionReport/comment.ts")).connectionComment(report),
      html: async (report) => (await import("../connectionReport/page.tsx")).connectionPage(report),
      found: ({ findings }) => findings.length > 0,
    }),
  );
  withOptions("matrix", "Compares the stable keys of all chosen stacks, from their states.", "difference")
    .option("--live", "asks the tenants, in place of the states")
    .action((flags: FleetFlags) =>
      run(flags, (options) => matrix({ ...options, live: flags.live === true }), {
        schema: matrixReport,
        text: matrixText,
        markdown: async (report) => (await import("../matrix/comment.ts")).matrixComment(report),
        html: async (report) => (await import("../matrix/page.tsx")).matrixPage(report),
        found: ({ keys }) => keys.some(({ agrees }) => !agrees),
      }),
    );
}

interface Forms<Report> {
  schema: ZodType<Report>;
  text: (report: Report) => string;
  /** Loaded only where it is asked for. */
  markdown: (report: Report) => Promise<string>;
  html: (report: Report) => Promise<string>;
  /** True for what ends in exit code 2. */
  found: (report: Report) => boolean;
}

async function run<Report extends { stackCounts: { failed: number } }>(
  flags: FleetFlags,
  read: (options: FleetOptions) => Promise<Report>,
  { schema, text, markdown, html, found }: Forms<Report>,
): Promise<void> {
  const { stacks, label: labels, all, cwd, maxConcurrent, requests, timeout } = flags;
  const json = (report: Report) => `${JSON.stringify(schema.parse(report), null, 2)}\n`;
  const forms = [
    { flag: "--json", file: flags.json, render: json },
    { flag: "--markdown", file: flags.markdown, render: markdown },
    { flag: "--html", file: flags.html, render: html },
  ];
  const outputs: (Output & { render: (report: Report) => string | Promise<string> })[] = forms.flatMap(
    ({ file, ...form }) => (file === undefined ? [] : [{ ...form, file }]),
  );
  await prepareOutputs(outputs);
  const interruption = untilSignal();
  const report = await read({
    ...{ stacks, labels, all, cwd, maxConcurrent, requests, timeout },
    signal: interruption.signal,
    env: process.env,
    progress: (line) => process.stderr.write(line),
  });
  if (!outputs.some(({ file }) => file === "-")) process.stdout.write(colored(text(report), process.stdout));
  for (const { render, ...output } of outputs) await writeOutput(output, await render(report));
  const exitZeroOnChanges = flags.exitZeroOnChanges === true;
  process.exitCode =
    signalExitCode(interruption.signal) ??
    foundExitCode({ failed: report.stackCounts.failed, found: found(report) }, { exitZeroOnChanges });
}
