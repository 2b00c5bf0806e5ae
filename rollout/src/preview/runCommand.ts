import type { SelectionFlags } from "../options.ts";
import type { ChosenStack } from "../project/choice.ts";
import { exitCodeOf } from "../report/exitCode.ts";
import type { FormFlags } from "../report/formOptions.ts";
import { formsOf, writeForms } from "../report/forms.ts";
import { prepareOutputs } from "../report/writing.ts";
import { signalExitCode, untilSignal } from "../signals.ts";
import { preview } from "./preview.ts";
import { plainProgress, type Progress } from "./progress.ts";

/** Options of the command `preview`. */
export interface PreviewFlags extends SelectionFlags, FormFlags {
  policyPack?: string[];
  policyPackConfig?: string[];
  maxConcurrent?: number;
  timeout: number;
  reach: boolean;
}

/** Previews the chosen stacks, and writes the report in each form that was asked for. */
export async function runPreview(flags: PreviewFlags): Promise<void> {
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
  const { liveList } = await import("./liveList.ts");
  return (stacks, maxConcurrent) => liveList(stacks, { maxConcurrent, terminal });
}
