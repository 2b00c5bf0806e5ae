import { appendFile } from "node:fs/promises";
import { RolloutError } from "../errors.ts";
import { chooseStacks } from "../project/choice.ts";
import { fingerprintOf } from "../project/fingerprint.ts";
import { isPattern } from "../project/glob.ts";
import { readProject } from "../project/openProject.ts";
import { exitCodeOf } from "../report/exitCode.ts";
import type { FormFlags } from "../report/formOptions.ts";
import { formsOf, writeForms } from "../report/forms.ts";
import { prepareOutputs } from "../report/writing.ts";
import { reasonOf } from "../wholeFile.ts";
import { mergedReport } from "./merge.ts";
import { outputLines } from "./outputs.ts";
import { readReports } from "./readReports.ts";

/** Options of the command `merge`. */
export interface MergeFlags extends FormFlags {
  stacks: string[];
  cwd: string;
  outputs?: string;
  emitted?: string;
}

/** Makes one report of several, and writes it in each form that was asked for. */
export async function runMerge(paths: string[], flags: MergeFlags): Promise<void> {
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
