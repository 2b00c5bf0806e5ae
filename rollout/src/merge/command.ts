import { appendFile } from "node:fs/promises";
import type { Command } from "commander";
import { withExamples } from "pulumi-prismatic/commandLine";
import { RolloutError } from "../errors.ts";
import { commaSeparated } from "../options.ts";
import { chooseStacks } from "../project/choice.ts";
import { fingerprintOf } from "../project/fingerprint.ts";
import { isPattern } from "../project/glob.ts";
import { readProject } from "../project/openProject.ts";
import { exitCodeOf } from "../report/exitCode.ts";
import { formsOf, withForms, writeForms, type FormFlags } from "../report/forms.ts";
import { prepareOutputs } from "../report/writing.ts";
import { reasonOf } from "../wholeFile.ts";
import { mergedReport } from "./merge.ts";
import { outputLines } from "./outputs.ts";
import { readReports } from "./readReports.ts";

interface MergeFlags extends FormFlags {
  stacks: string[];
  cwd: string;
  outputs?: string;
  emitted?: string;
}

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
  ).action(runMerge);
  withExamples(command, [
    [
      "the comment of all jobs of a pull request",
      "prismatic-rollout merge reports --stacks us,eu --markdown comment.md",
    ],
  ]);
}

async function runMerge(paths: string[], flags: MergeFlags): Promise<void> {
  const names = [...new Set(flags.stacks)];
  const pattern = names.find(isPattern);
  if (pattern !== undefined) {
    throw new RolloutError(
      "USAGE",
      `"${pattern}" is a pattern, and no backend is asked for its stacks here.`,
      "Name each stack with --stacks.",
    );
  }
  const forms = formsOf(flags);
  await prepareOutputs(forms);
  const { project, file, commit } = await readProject(flags.cwd);
  const chosen = chooseStacks(names, file, { stacks: names });
  if (flags.emitted !== undefined && flags.emitted !== fingerprintOf(chosen, file)) {
    throw new RolloutError(
      "ROLLOUT_FILE",
      "The workflows were written from another rollout.yaml, or by a version that reads it otherwise. Nothing was merged.",
      "Type: prismatic-rollout emit github, with the options of the time before, and commit what it writes.",
    );
  }
  const report = mergedReport(await readReports(paths), {
    ...{ project: project.name, commit },
    waves: file.waves.filter(({ action }) => action === "up").map(({ name }) => name),
    chosen,
    now: new Date().toISOString(),
  });
  await writeForms(report, forms);
  if (flags.outputs !== undefined) await addOutputs(flags.outputs, outputLines(report, file));
  process.exitCode = exitCodeOf(report, { exitZeroOnChanges: flags.exitZeroOnChanges === true });
}

/** @throws RolloutError where the lines cannot be written */
async function addOutputs(path: string, lines: string): Promise<void> {
  try {
    await appendFile(path, lines);
  } catch (error) {
    throw new RolloutError(
      "FILE",
      `The lines for later jobs cannot be written to ${path} (${reasonOf(error)}).`,
      "Name another file with --outputs.",
      { cause: error },
    );
  }
}
