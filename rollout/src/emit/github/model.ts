import type { RolloutFile } from "../../project/rolloutSchema.ts";

/** A stack as the workflows have it. */
export interface WorkflowStack {
  name: string;
  /** Name that artifacts can have; each stack has another one. */
  key: string;
  /** GitHub environment of its jobs that change its tenant, or compare it. */
  environment: string;
  /** GitHub environment of its previews for pull requests. */
  previewEnvironment: string;
  /** Variables that rollout.yaml takes values from. */
  variables: readonly string[];
}

/** Stacks that are updated at the same time. */
export interface WorkflowWave {
  name: string;
  stacks: readonly WorkflowStack[];
  /** Jobs at the same time. */
  maxParallel: number;
  /** GitHub environment with the reviewers of this wave. */
  gate: string;
}

/** Settings of all workflows. */
export interface WorkflowSettings {
  project: string;
  /** Folder of Pulumi.yaml in the repository, with `/` between names; empty for its root. */
  directory: string;
  /** Beginning of the names of files, artifacts and environments of gates. */
  prefix: string;
  /** Branch whose commits are rolled out. */
  branch: string;
  /** Name of the workflow after which the rollout begins, in place of a push. */
  after?: string | undefined;
  runsOn: string;
  /** Command that installs the packages of the project. */
  install: string;
  /** Folder where it runs, that of the lock file, in the repository. */
  installDirectory: string;
  /** Folder of an action of the repository that prepares jobs which work on a tenant; left out where there is none. */
  setup?: string | undefined;
  /** Version of Pulumi's command line. */
  pulumiVersion: string;
  /** Folders of policy packs, seen from the project's. */
  policyPacks: readonly string[];
  /** True where the project has a tsconfig.json, so that its types can be checked without a secret. */
  hasTypes: boolean;
  /** See `fingerprintOf`. */
  fingerprint: string;
}

/** Everything that the workflows are made of. */
export interface Fleet {
  settings: WorkflowSettings;
  /** In the order of their names. */
  stacks: readonly WorkflowStack[];
  /** In the order of the rollout. */
  waves: readonly WorkflowWave[];
}

/** Names of the waves that update stacks, by the numbers that `merge --outputs` gives them. */
export function updatingWaves({ waves }: RolloutFile): string[] {
  const names = waves.filter(({ action }) => action === "up").map(({ name }) => name);
  return names.length === 0 ? ["all"] : names;
}
