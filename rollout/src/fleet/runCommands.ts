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
import type { SelectionFlags } from "../options.ts";
import { colored } from "../report/colored.ts";
import { foundExitCode } from "../report/exitCode.ts";
import { prepareOutputs, writeOutput, type Output } from "../report/writing.ts";
import { signalExitCode, untilSignal } from "../signals.ts";
import type { FleetOptions } from "./fleet.ts";

/** Options of the commands that read many tenants. */
export interface FleetFlags extends SelectionFlags {
  maxConcurrent?: number;
  requests: number;
  timeout: number;
  json?: string;
  markdown?: string;
  html?: string;
  live?: boolean;
  exitZeroOnChanges?: boolean;
}

/** Compares the states with their tenants. */
export const runDrift = (flags: FleetFlags): Promise<void> =>
  run(flags, drift, {
    schema: driftReport,
    text: driftText,
    markdown: async (report) => (await import("../drift/comment.ts")).driftComment(report),
    html: async (report) => (await import("../drift/page.tsx")).driftPage(report),
    found: ({ stackCounts }) => stackCounts.drifted > 0,
  });

/** Lists connections that need somebody. */
export const runReport = (flags: FleetFlags): Promise<void> =>
  run(flags, connectionReport, {
    schema: connectionSchema,
    text: connectionText,
    markdown: async (report) => (await import("../connectionReport/comment.ts")).connectionComment(report),
    html: async (report) => (await import("../connectionReport/page.tsx")).connectionPage(report),
    found: ({ findings }) => findings.length > 0,
  });

/** Compares the stable keys of the stacks. */
export const runMatrix = (flags: FleetFlags): Promise<void> =>
  run(flags, (options) => matrix({ ...options, live: flags.live === true }), {
    schema: matrixReport,
    text: matrixText,
    markdown: async (report) => (await import("../matrix/comment.ts")).matrixComment(report),
    html: async (report) => (await import("../matrix/page.tsx")).matrixPage(report),
    found: ({ keys }) => keys.some(({ agrees }) => !agrees),
  });

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
