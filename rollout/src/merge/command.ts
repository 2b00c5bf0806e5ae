import type { Command } from "commander";
import { withExamples } from "pulumi-prismatic/commandLine";
import { commaSeparated } from "../options.ts";
import { withForms } from "../report/formOptions.ts";
import type { MergeFlags } from "./runCommand.ts";

/** Adds the command `merge`. */
export function addMerge(program: Command): void {
  const command = withForms(
    program
      .command("merge")
      .description(
        "Makes one report of those that previews of single stacks wrote with --json, in other jobs of one commit",
      )
      .argument("<path...>", "reports, or folders that hold some, at any depth")
      .requiredOption(
        "--stacks <names>",
        "names of all stacks that were to be previewed, separated by commas",
        commaSeparated,
      )
      .option("--cwd <folder>", "folder of the Pulumi project", process.cwd())
      .option("--outputs <file>", "adds lines for a later job, such as digest=..., to this file")
      .option(
        "--emitted <digest>",
        "refuses a rollout.yaml from which emit github would write other workflows",
      ),
  ).action(async (paths: string[], flags: MergeFlags) => {
    await (await import("./runCommand.ts")).runMerge(paths, flags);
  });
  withExamples(command, [
    [
      "the comment of all jobs of a pull request",
      "prismatic-rollout merge reports --stacks us,eu --markdown comment.md",
    ],
  ]);
}
