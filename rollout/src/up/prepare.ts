import { join, resolve } from "node:path";
import { RolloutError } from "../errors.ts";
import { openStacks, readProject, type OpenProject, type ProjectOptions } from "../project/openProject.ts";
import { policiesOf, type PolicyOptions } from "../project/policies.ts";
import type { UpProgress } from "./progress.ts";
import type { UpdateOptions } from "./updateStack.ts";
import { stacksOfWave } from "./waves.ts";

/** Arguments of `up`. */
export interface UpOptions extends ProjectOptions, PolicyOptions {
  /** Seconds that one command for one stack may take. */
  timeout: number;
  /** Seconds that an interrupted update may still take. */
  grace: number;
  /** Digest of a preview: nothing else is carried out. */
  plan?: string | undefined;
  /** File with the JSON of that preview, where it is of more stacks than those that are chosen. */
  planReport?: string | undefined;
  /** Name of the only wave that is carried out. */
  wave?: string | undefined;
  /** Digests of waves that a person approved, or the one of `plan`. */
  approve: readonly string[];
  /** Goes on with the rollout before. */
  resume: boolean;
  /** False where the operator makes sure that only one rollout runs. */
  lock: boolean;
  /** Folder of logs and journal; `.prismatic-rollout` in the project's by default. */
  logs?: string | undefined;
  progress: UpProgress;
  /** Asks a person at a terminal; left out where there is none. */
  ask?: ((question: string) => Promise<boolean>) | undefined;
}

/** Everything that a run works with. */
export interface Prepared extends Omit<OpenProject, "pulumi" | "environments"> {
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
  const { cwd, timeout, grace } = options;
  const read = await readProject(cwd);
  const { pulumi, environments, ...others } = await openStacks(read, wholeWave(options));
  const { project } = others;
  const chosen = stacksOfWave(others.chosen, read.file, options.wave);
  const missing = chosen.filter(({ exists }) => !exists);
  if (missing.length > 0) {
    const named = missing.map(
      ({ name, meant }) => `"${name}"${meant === undefined ? "" : ` (did you mean "${meant}"?)`}`,
    );
    throw new RolloutError(
      "SELECTION",
      `There is no stack ${named.join(", ")}. Nothing was started.`,
      "Type: pulumi stack ls, or create it with pulumi stack init.",
    );
  }
  return {
    ...{ ...others, chosen },
    folder: resolve(cwd, options.logs ?? join(project.folder, ".prismatic-rollout")),
    update: {
      ...{ pulumi, environments, timeout, grace, run },
      ...policiesOf(options),
    },
  };
}

/** The options with all stacks chosen, where only a wave is named. */
function wholeWave(options: UpOptions): UpOptions {
  const { wave, stacks, labels } = options;
  return wave !== undefined && stacks === undefined && labels === undefined
    ? { ...options, all: true }
    : options;
}
