import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import pLimit from "p-limit";
import { chooseStacks, type ChosenStack, type Selection } from "../project/choice.ts";
import { Environments, sharedEnvironment } from "../project/environment.ts";
import { findProject, stackSettings } from "../project/pulumiProject.ts";
import { readRolloutFile } from "../project/rolloutFile.ts";
import { findPulumi } from "../pulumi/command.ts";
import { listStacks, type ListedStack } from "../pulumi/stackList.ts";
import type { PreviewReport } from "../report/schema.ts";
import { commitOf } from "../project/commit.ts";
import type { Progress } from "./progress.ts";
import { readReach } from "./readReach.ts";
import { readStack, type ReadingOptions } from "./readStack.ts";
import type { StackReading } from "./reading.ts";
import { previewReport } from "./report.ts";

/** Arguments of a preview. */
export interface PreviewOptions extends Selection {
  /** Folder of the project, or one within it. */
  cwd: string;
  policyPacks?: readonly string[];
  policyPackConfigs?: readonly string[];
  /** False to ask no tenant what the changes reach. */
  reach?: boolean | undefined;
  /** Stacks that are read at the same time; what rollout.yaml says, or one for each core. */
  maxConcurrent?: number | undefined;
  /** Seconds that one stack may take. */
  timeout: number;
  /** Seconds that an interrupted stack may still take. */
  grace?: number | undefined;
  /** Interrupts the preview: what was read until then is reported. */
  signal: AbortSignal;
  /** The caller's environment. */
  env: NodeJS.ProcessEnv;
  progress: (stacks: readonly ChosenStack[], maxConcurrent: number) => Progress;
}

/**
 * Previews the chosen stacks side by side, without a lock and without a change to any of them. A stack whose state changed
 * while it was read is read once more.
 *
 * @throws RolloutError where nothing could be chosen or started
 */
export async function preview(options: PreviewOptions): Promise<PreviewReport> {
  const { cwd, signal, env, timeout, grace } = options;
  const project = await findProject(cwd);
  const file = await readRolloutFile(project.folder);
  const pulumi = await findPulumi({ cwd: project.folder, env: sharedEnvironment(file, env), signal });
  const [listed, commit] = await Promise.all([listStacks(pulumi), commitOf(project.folder)]);
  const chosen = chooseStacks(
    listed.map(({ name }) => name),
    file,
    options,
  );
  const settings = new Map(
    await Promise.all(chosen.map(async ({ name }) => [name, await stackSettings(project, name)] as const)),
  );
  const reading: ReadingOptions = {
    ...{ pulumi, timeout, grace },
    environments: new Environments(file, pulumi, env),
    policyPacks: (options.policyPacks ?? []).map((path) => resolve(cwd, path)),
    policyPackConfigs: (options.policyPackConfigs ?? []).map((path) => resolve(cwd, path)),
  };
  const maxConcurrent = options.maxConcurrent ?? file.maxConcurrent ?? Math.max(2, availableParallelism());
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
