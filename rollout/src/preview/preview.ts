import pLimit from "p-limit";
import type { ChosenStack } from "../project/choice.ts";
import { openProject, type ProjectOptions } from "../project/openProject.ts";
import { policiesOf, type PolicyOptions } from "../project/policies.ts";
import { listStacks, type ListedStack } from "../pulumi/stackList.ts";
import type { PreviewReport } from "../report/schema.ts";
import type { Progress } from "./progress.ts";
import { readReach } from "./readReach.ts";
import { readStack, type ReadingOptions } from "./readStack.ts";
import type { StackReading } from "./reading.ts";
import { previewReport } from "./report.ts";

/** Arguments of a preview. */
export interface PreviewOptions extends ProjectOptions, PolicyOptions {
  /** False to ask no tenant what the changes reach. */
  reach?: boolean | undefined;
  /** Seconds that one stack may take. */
  timeout: number;
  /** Seconds that an interrupted stack may still take. */
  grace?: number | undefined;
  progress: (stacks: readonly ChosenStack[], maxConcurrent: number) => Progress;
}

/**
 * Previews the chosen stacks side by side, without a lock and without a change to any of them. A stack whose state changed
 * while it was read is read once more.
 *
 * @throws RolloutError where nothing could be chosen or started
 */
export async function preview(options: PreviewOptions): Promise<PreviewReport> {
  const { signal, timeout, grace } = options;
  const { project, file, commit, pulumi, environments, listed, chosen, settings, maxConcurrent } =
    await openProject(options);
  const reading: ReadingOptions = {
    ...{ pulumi, environments, timeout, grace },
    ...policiesOf(options),
  };
  const limit = pLimit(maxConcurrent);
  const progress = options.progress(chosen, maxConcurrent);
  const readAll = (stacks: readonly ChosenStack[]) =>
    limit.map(stacks, async (stack) => {
      progress.starts(stack.name);
      const found = await readStack(stack, reading);
      progress.ends(found);
      return found;
    });
  const readings = await readAll(chosen).finally(() => progress.close());
  const sure = signal.aborted
    ? readings
    : await readChangedAgain(readings, listed, { readAll, list: () => listStacks(pulumi) });
  const reached =
    options.reach === false || signal.aborted
      ? undefined
      : await limit.map(
          sure,
          async (found) =>
            [
              found.stack.name,
              await readReach(found, { ...reading, requestShare: file.requestShare.percent }),
            ] as const,
        );
  return previewReport({
    ...{ project: project.name, commit, readings: sure, settings },
    waves: file.waves.filter(({ action }) => action === "up").map(({ name }) => name),
    ...(reached === undefined ? {} : { reached: new Map(reached) }),
  });
}

interface Again {
  readAll: (stacks: readonly ChosenStack[]) => Promise<StackReading[]>;
  list: () => Promise<ListedStack[]>;
}

/** Reads those stacks once more whose states changed meanwhile. One that does not come to rest is a failure. */
async function readChangedAgain(
  readings: readonly StackReading[],
  before: readonly ListedStack[],
  { readAll, list }: Again,
): Promise<StackReading[]> {
  const now = await list();
  const changed = readings.filter(
    ({ stack, status }) => status !== "failed" && versionOf(stack, before) !== versionOf(stack, now),
  );
  if (changed.length === 0) return [...readings];
  const again = await readAll(changed.map(({ stack }) => stack));
  const later = await list();
  const newer = new Map(
    again.map((reading) => [
      reading.stack.name,
      versionOf(reading.stack, now) === versionOf(reading.stack, later) ? reading : unsteady(reading),
    ]),
  );
  return readings.map((reading) => newer.get(reading.stack.name) ?? reading);
}

function versionOf({ name }: ChosenStack, listed: readonly ListedStack[]): string | undefined {
  return listed.find((each) => each.name === name)?.stateVersion;
}

function unsteady(reading: StackReading): StackReading {
  const failure = {
    message: "The stack's state changed twice while it was read: somebody updates it.",
    nextStep: "Preview it again when that update is over.",
  };
  return {
    ...reading,
    status: "failed",
    steps: [],
    changedOutputs: [],
    failures: [...reading.failures, failure],
  };
}
