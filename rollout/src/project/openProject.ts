import { availableParallelism } from "node:os";
import { findPulumi, type PulumiProcess } from "../pulumi/command.ts";
import { listStacks, type ListedStack } from "../pulumi/stackList.ts";
import { chooseStacks, type ChosenStack, type Selection } from "./choice.ts";
import { commitOf, type Commit } from "./commit.ts";
import { Environments, sharedEnvironment } from "./environment.ts";
import { findProject, settingsOf, type PulumiProject } from "./pulumiProject.ts";
import { REQUEST_SHARE, requestShares } from "./requestShares.ts";
import { readRolloutFile } from "./rolloutFile.ts";
import type { RolloutFile } from "./rolloutSchema.ts";

/** Arguments of every command that works on stacks. */
export interface ProjectOptions extends Selection {
  /** Folder of the project, or one within it. */
  cwd: string;
  /** Stacks that are worked on at the same time; what rollout.yaml says, or one for each core. */
  maxConcurrent?: number | undefined;
  /** Interrupts the command. */
  signal: AbortSignal;
  /** The caller's environment. */
  env: NodeJS.ProcessEnv;
}

/** A project as its folder tells it. */
export interface ReadProject {
  project: PulumiProject;
  file: RolloutFile;
  commit: Commit;
}

/** A project with its chosen stacks, and the means to work on them. */
export interface OpenProject extends ReadProject {
  pulumi: PulumiProcess;
  environments: Environments;
  /** All stacks of the backend. */
  listed: ListedStack[];
  chosen: ChosenStack[];
  /** Texts of the chosen stacks' settings files, by stack. */
  settings: ReadonlyMap<string, string>;
  maxConcurrent: number;
}

/**
 * Finds the project, its rollout.yaml and its commit, before Pulumi runs, which may leave files of its own in the folder.
 *
 * @throws RolloutError where there is no project, or rollout.yaml has mistakes
 */
export async function readProject(cwd: string): Promise<ReadProject> {
  const project = await findProject(cwd);
  const [file, commit] = await Promise.all([readRolloutFile(project.folder), commitOf(project.folder)]);
  return { project, file, commit };
}

/**
 * Finds a project's Pulumi and the chosen stacks.
 *
 * @throws RolloutError where nothing could be chosen or started
 */
export async function openStacks(
  { project, file, commit }: ReadProject,
  options: ProjectOptions,
): Promise<OpenProject> {
  const { signal, env } = options;
  const pulumi = await findPulumi({ cwd: project.folder, env: sharedEnvironment(file, env), signal });
  const listed = await listStacks(pulumi);
  const names = listed.map(({ name }) => name);
  const chosen = chooseStacks(names, file, options);
  const maxConcurrent = options.maxConcurrent ?? file.maxConcurrent ?? Math.max(2, availableParallelism());
  const settings = await settingsOf(project, chosen);
  const shares = requestShares(settings, file, maxConcurrent);
  const share = (stack: string) => ({ [REQUEST_SHARE]: String(shares.get(stack)) });
  return {
    ...{ project, file, commit, pulumi, listed, chosen, settings, maxConcurrent },
    environments: new Environments(file, pulumi, env, share),
  };
}

/**
 * Does both, for commands that need nothing in between.
 *
 * @throws RolloutError as these do
 */
export async function openProject(options: ProjectOptions): Promise<OpenProject> {
  return openStacks(await readProject(options.cwd), options);
}
