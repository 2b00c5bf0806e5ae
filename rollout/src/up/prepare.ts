import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { RolloutError } from "../errors.ts";
import { chooseStacks, type ChosenStack, type Selection } from "../project/choice.ts";
import { Environments, sharedEnvironment } from "../project/environment.ts";
import { findProject, stackSettings, type PulumiProject } from "../project/pulumiProject.ts";
import { readRolloutFile } from "../project/rolloutFile.ts";
import type { RolloutFile } from "../project/rolloutSchema.ts";
import { commitOf, type Commit } from "../project/commit.ts";
import { findPulumi } from "../pulumi/command.ts";
import { listStacks, type ListedStack } from "../pulumi/stackList.ts";
import type { UpdateOptions } from "./updateStack.ts";

/** Arguments of `up`. */
export interface UpOptions extends Selection {
  /** Folder of the project, or one within it. */
  cwd: string;
  policyPacks?: readonly string[];
  policyPackConfigs?: readonly string[];
  maxConcurrent?: number | undefined;
  /** Seconds that one command for one stack may take. */
  timeout: number;
  /** Seconds that an interrupted update may still take. */
  grace: number;
  /** Digest of a preview: nothing else is carried out. */
  plan?: string | undefined;
  /** Digests of waves that a person approved. */
  approve: readonly string[];
  /** Goes on with the rollout before. */
  resume: boolean;
  /** False where the operator makes sure that only one rollout runs. */
  lock: boolean;
  /** Folder of logs and journal; `.prismatic-rollout` in the project's by default. */
  logs?: string | undefined;
  signal: AbortSignal;
  env: NodeJS.ProcessEnv;
  /** Tells how the rollout goes on. */
  tell: (text: string) => void;
  /** Asks a person at a terminal; left out where there is none. */
  ask?: ((question: string) => Promise<boolean>) | undefined;
}

/** Everything that a run works with. */
export interface Prepared {
  project: PulumiProject;
  file: RolloutFile;
  commit: Commit;
  listed: ListedStack[];
  chosen: ChosenStack[];
  settings: ReadonlyMap<string, string>;
  maxConcurrent: number;
  /** Folder of logs and journal. */
  folder: string;
  update: UpdateOptions;
}

/**
 * Reads the project, rollout.yaml and the list of stacks.
 *
 * @throws RolloutError where nothing could be chosen, or a stack does not exist
 */
export async function prepare(options: UpOptions, run: string): Promise<Prepared> {
  const { cwd, signal, env, timeout, grace } = options;
  const project = await findProject(cwd);
  const file = await readRolloutFile(project.folder);
  // Honoured by the provider in all children, whichever tenant they reach.
  const shared = {
    ...sharedEnvironment(file, env),
    PRISMATIC_REQUEST_SHARE: String(file.requestShare.percent),
  };
  const pulumi = await findPulumi({ cwd: project.folder, env: shared, signal });
  const [listed, commit] = await Promise.all([listStacks(pulumi), commitOf(project.folder)]);
  const chosen = chooseStacks(
    listed.map(({ name }) => name),
    file,
    options,
  );
  const missing = chosen.filter(({ exists }) => !exists).map(({ name }) => name);
  if (missing.length > 0) {
    throw new RolloutError(
      `There is no stack ${missing.map((name) => `"${name}"`).join(", ")}. Nothing was started.`,
      "Type: pulumi stack ls, or create it with pulumi stack init.",
    );
  }
  const settings = new Map(
    await Promise.all(chosen.map(async ({ name }) => [name, await stackSettings(project, name)] as const)),
  );
  return {
    ...{ project, file, commit, listed, chosen, settings },
    maxConcurrent: options.maxConcurrent ?? file.maxConcurrent ?? Math.max(2, availableParallelism()),
    folder: resolve(cwd, options.logs ?? join(project.folder, ".prismatic-rollout")),
    update: {
      ...{ pulumi, timeout, grace, run },
      environments: new Environments(file, pulumi, env),
      policyPacks: (options.policyPacks ?? []).map((path) => resolve(cwd, path)),
      policyPackConfigs: (options.policyPackConfigs ?? []).map((path) => resolve(cwd, path)),
    },
  };
}
