import { Option, type Command } from "commander";
import { withExamples } from "pulumi-prismatic/commandLine";
import { repeated, seconds, wholeNumber, withSelection } from "../options.ts";
import { EXIT } from "../report/exitCode.ts";
import type { UpFlags } from "./runCommand.ts";
import type { UnlockFlags } from "./unlock.ts";

const EXIT_CODES = `
Exit codes, as for preview: ${EXIT.nothing} all tenants are current, ${EXIT.changes} something is left to do, ${EXIT.violation} a mandatory policy violation, ${EXIT.failure} a failure,
130 interrupted.`;

/** Adds the commands `up` and `unlock`. */
export function addUp(program: Command): void {
  const updating = withSelection(
    program
      .command("up")
      .description("Updates all chosen stacks in the waves of rollout.yaml, with their gates"),
  )
    .option("--yes", "asks nothing before it begins; needed without a terminal")
    .option("--resume", "goes on with the rollout before: it finds what was done, here or on another machine")
    .option("--plan <digest>", "carries out nothing but the preview with this digest")
    .option("--plan-report <file>", "its JSON, for a part of its stacks: those that are chosen here")
    .option(
      "--wave <name>",
      "only this wave of rollout.yaml, and only those of the chosen stacks that it has",
    )
    .option(
      "--approve <digest>",
      "approves the wave with this digest, or all that --plan allows with the same; may be repeated",
      repeated,
    )
    .option("--policy-pack <folder>", "policy pack to run; may be repeated", repeated)
    .option("--policy-pack-config <file>", "its configuration, in the same order; may be repeated", repeated)
    .option("--max-concurrent <number>", "stacks that are worked on at the same time", wholeNumber)
    .addOption(
      new Option("--timeout <duration>", "time that one command for one stack may take")
        .default(3600, "1h")
        .argParser(seconds),
    )
    .addOption(
      new Option("--grace <duration>", "time that an interrupted update may still take")
        .default(60, "60s")
        .argParser(seconds),
    )
    .option("--no-lock", "takes no lock; make sure that only one rollout runs")
    .option("--logs <folder>", "folder of logs and journal, by default .prismatic-rollout in the project's")
    .option("--json <file>", 'writes the report as JSON; "-" is standard output, in place of the text')
    .addHelpText("after", EXIT_CODES)
    .action(async (flags: UpFlags) => {
      await (await import("./runCommand.ts")).runUp(flags);
    });
  withExamples(updating, [
    ["all stacks, wave by wave", "prismatic-rollout up --all"],
    ["just what a preview showed, in CI", "prismatic-rollout up --all --yes --plan <digest>"],
    ["the rest, after a failure or an interrupt", "prismatic-rollout up --all --yes --resume"],
  ]);
  const unlocking = program
    .command("unlock")
    .description("Removes the lock of a run that is certainly over, such as one of a machine that is gone")
    .requiredOption("--stack <name>", "name of the stack")
    .requiredOption("--run <id>", "the run that the message of the lock names")
    .option("--json", "prints the stack as JSON")
    .option("--cwd <folder>", "folder of the Pulumi project", process.cwd())
    .action(async (flags: UnlockFlags) => {
      await (await import("./unlock.ts")).runUnlock(flags);
    });
  withExamples(unlocking, [
    ["the lock of a run on a machine that is gone", "prismatic-rollout unlock --stack eu --run <id>"],
  ]);
}
