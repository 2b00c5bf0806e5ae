import { Option, type Command } from "commander";
import { withExamples } from "pulumi-prismatic/commandLine";
import { seconds, wholeNumber, withSelection } from "../options.ts";
import { EXIT } from "../report/exitCode.ts";
import { DEFAULT_REQUESTS } from "./requests.ts";
import type { FleetFlags } from "./runCommands.ts";

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
  ).action(async (flags: FleetFlags) => (await work()).runDrift(flags));
  withOptions(
    "report",
    "Lists connections that nothing uses, that fail, or that wait for an authorization, customers' ones included.",
    "such a connection",
  ).action(async (flags: FleetFlags) => (await work()).runReport(flags));
  withOptions("matrix", "Compares the stable keys of all chosen stacks, from their states.", "difference")
    .option("--live", "asks the tenants, in place of the states")
    .action(async (flags: FleetFlags) => (await work()).runMatrix(flags));
}

/** Loaded for the work alone: help and completion need none of it. */
const work = () => import("./runCommands.ts");
