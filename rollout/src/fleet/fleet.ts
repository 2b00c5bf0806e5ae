import { availableParallelism } from "node:os";
import pLimit from "p-limit";
import { RolloutError } from "../errors.ts";
import { commitOf, type Commit } from "../project/commit.ts";
import { missingStack } from "../preview/failures.ts";
import { shownMessage } from "../preview/shownText.ts";
import { chooseStacks, type ChosenStack, type Selection } from "../project/choice.ts";
import { Environments, sharedEnvironment } from "../project/environment.ts";
import { findProject } from "../project/pulumiProject.ts";
import { readRolloutFile } from "../project/rolloutFile.ts";
import type { RolloutFile } from "../project/rolloutSchema.ts";
import { findPulumi, type PulumiProcess } from "../pulumi/command.ts";
import { listStacks } from "../pulumi/stackList.ts";
import type { Failure } from "../report/schema.ts";

/** Requests that each tenant gets at most where `--requests` is left out. */
export const DEFAULT_REQUESTS = 500;

/** Arguments that all commands share which read many tenants. */
export interface FleetOptions extends Selection {
  /** Folder of the project, or one within it. */
  cwd: string;
  /** Stacks that are read at the same time; what rollout.yaml says, or one for each core. */
  maxConcurrent?: number | undefined;
  /** Requests that each tenant may get at most. */
  requests: number;
  /** Seconds that one stack may take. */
  timeout: number;
  /** Interrupts the command: what was read until then is reported. */
  signal: AbortSignal;
  /** The caller's environment. */
  env: NodeJS.ProcessEnv;
  /** Called when a stack was read, with what became of it in a line. */
  progress: (line: string) => void;
}

/** The chosen stacks of a project, and the means to read them. */
export interface Fleet {
  project: string;
  commit: Commit;
  file: RolloutFile;
  pulumi: PulumiProcess;
  environments: Environments;
  chosen: ChosenStack[];
}

/** One chosen stack: what was found, or why it could not be read. */
export type FleetReading<Found> = {
  stack: ChosenStack;
  /** Time at which reading began, in ISO 8601. */
  readAt: string;
  seconds: number;
} & ({ found: Found } | { failures: readonly Failure[] });

/** Found in a stack that could be read, or the reasons why it could not. */
export type Attempt<Found> = { found: Found } | { failures: readonly Failure[] };

/**
 * Finds the project, its Pulumi and the chosen stacks.
 *
 * @throws RolloutError where nothing could be chosen or started
 */
export async function openFleet(options: FleetOptions): Promise<Fleet> {
  const { cwd, env, signal } = options;
  const project = await findProject(cwd);
  const file = await readRolloutFile(project.folder);
  const pulumi = await findPulumi({ cwd: project.folder, env: sharedEnvironment(file, env), signal });
  const [listed, commit] = await Promise.all([listStacks(pulumi), commitOf(project.folder)]);
  const names = listed.map(({ name }) => name);
  return {
    ...{ project: project.name, commit, file, pulumi },
    environments: new Environments(file, pulumi, env),
    chosen: chooseStacks(names, file, options),
  };
}

/** Reads every chosen stack once, several at the same time. A stack that cannot be read is a failure of its own. */
export async function readFleet<Found>(
  { chosen, file }: Pick<Fleet, "chosen" | "file">,
  { maxConcurrent, signal, progress }: Pick<FleetOptions, "maxConcurrent" | "signal" | "progress">,
  read: (stack: ChosenStack) => Promise<Attempt<Found>>,
): Promise<FleetReading<Found>[]> {
  const limit = pLimit(maxConcurrent ?? file.maxConcurrent ?? Math.max(2, availableParallelism()));
  let ended = 0;
  return limit.map(chosen, async (stack) => {
    const began = Date.now();
    const attempt = signal.aborted ? interrupted() : await attempted(stack, read);
    const seconds = Math.round((Date.now() - began) / 100) / 10;
    ended += 1;
    const result = "found" in attempt ? "read" : "failed";
    progress(`[${ended}/${chosen.length}] ${stack.name}: ${result} (${seconds.toFixed(1)} s)\n`);
    return { stack, ...attempt, readAt: new Date(began).toISOString(), seconds };
  });
}

async function attempted<Found>(
  stack: ChosenStack,
  read: (stack: ChosenStack) => Promise<Attempt<Found>>,
): Promise<Attempt<Found>> {
  if (!stack.exists) return { failures: [missingStack(stack.name)] };
  try {
    return await read(stack);
  } catch (error) {
    if (!(error instanceof RolloutError)) throw error;
    return failed(error.message, error.nextStep);
  }
}

function interrupted(): { failures: Failure[] } {
  return failed("The command was interrupted before this stack was read.", "Run it again.");
}

/** A failure as the whole result of a stack. */
export function failed(
  message: string,
  nextStep: string,
  secrets: readonly string[] = [],
): { failures: Failure[] } {
  return { failures: [{ message: shownMessage(message, secrets), nextStep }] };
}
