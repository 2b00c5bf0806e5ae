import type { Command } from "commander";

/** Values of the options that name the forms of a preview's report. */
export interface FormFlags {
  json?: string;
  markdown?: string;
  html?: string;
  exitZeroOnChanges?: boolean;
}

/** Adds the options that name the forms of a preview's report, and the one about its exit code. */
export function withForms(command: Command): Command {
  return command
    .option("--json <file>", 'writes the report as JSON; "-" is standard output, in place of the table')
    .option(
      "--markdown <file>",
      'writes the comment of a pull request; "-" is standard output, in place of the table',
    )
    .option("--html <file>", "writes the report as a page, one file that needs nothing else")
    .option("--exit-zero-on-changes", "exit code 0 instead of 2 where something would change");
}
