import { access } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { z } from "zod";
import { RolloutError } from "../../errors.ts";
import type { ChosenStack } from "../../project/choice.ts";
import { folderInRepository, repositoryRoot } from "../../project/commit.ts";
import { environmentsOf } from "../../project/environment.ts";
import { fingerprintOf } from "../../project/fingerprint.ts";
import { openProject, type ProjectOptions } from "../../project/openProject.ts";
import type { RolloutFile } from "../../project/rolloutSchema.ts";
import { readWith } from "../../pulumi/command.ts";
import { concurrencyOf } from "../../up/waves.ts";
import { refuseMissing } from "../missing.ts";
import { operatorNames } from "../operatorNames.ts";
import { writeAmongOthers } from "../ownFiles.ts";
import { updatingWaves, type Fleet, type WorkflowStack, type WorkflowWave } from "./model.ts";
import { githubText } from "./text.ts";
import { workflowFiles } from "./workflows.ts";

/** Arguments of `emit github`. */
export interface EmitGithubOptions extends ProjectOptions {
  /** Folder of the workflows; left out: that of the repository. */
  out?: string | undefined;
  prefix: string;
  branch: string;
  /** Name of the workflow after which the rollout begins; left out: a push. */
  after?: string | undefined;
  runsOn: string;
  install: string;
  /** Names of GitHub environments, in which `*` stands for the stack. */
  environment: string;
  previewEnvironment?: string | undefined;
  policyPack?: readonly string[] | undefined;
  force: boolean;
}

/** Jobs that GitHub allows one matrix. */
const LARGEST_MATRIX = 256;

const settings = z.object({
  prefix: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/, "must be lower-case letters, digits and dashes"),
  branch: z.string().regex(/^[^\s*?[\]!]+$/, "must be the name of a branch"),
  after: z.string().min(1, "must be the name of a workflow").optional(),
  runsOn: z.string().regex(/^[\w.-]+$/, "must be the label of a runner"),
  install: z.string().min(1, "must be a command"),
  environment: environmentPattern("environment"),
  previewEnvironment: environmentPattern("preview-environment").optional(),
  policyPack: z.array(z.string().min(1, "must be a folder")).default([]),
});

function environmentPattern(option: string) {
  return z.string().regex(/^[^,'"`\\\s]{1,100}$/, `must be a name such as *, or ${option}-*`);
}

/** A name that GitHub takes for a secret or a variable. */
const SECRET_NAME = /^(?!GITHUB_)[A-Za-z_]\w*$/i;

/**
 * Writes workflows of GitHub Actions for the chosen stacks: a preview for each pull request, the rollout in waves, and the
 * drift of each night. Nothing is sent to GitHub or to a tenant.
 *
 * @returns a text for the terminal
 * @throws RolloutError where an argument is wrong, or another file has the name of a workflow: nothing was written then
 */
export async function emitGithub(options: EmitGithubOptions): Promise<string> {
  const given = settings.safeParse(options);
  if (!given.success) {
    const problems = given.error.issues.map(
      (issue) => `--${dashed(String(issue.path[0]))} ${issue.message}.`,
    );
    throw new RolloutError(
      `Nothing was written. ${problems.join(" ")}`,
      "Type the command again with these changed.",
    );
  }
  const { project, file, chosen, pulumi } = await openProject(options);
  refuseMissing(chosen, "the workflows make none");
  refuseTooMany(chosen);
  const [root, directory] = await placeOf(project.folder);
  const stacks = workflowStacks(chosen, file, given.data);
  const fleet: Fleet = {
    stacks,
    waves: workflowWaves(chosen, stacks, { file, prefix: given.data.prefix }),
    settings: {
      ...given.data,
      ...{ project: project.name, directory },
      installDirectory: await lockFolder(project.folder, root),
      pulumiVersion: (await readWith(pulumi, ["version"])).stdout.trim().replace(/^v/, ""),
      policyPacks: given.data.policyPack,
      hasTypes: await isThere(join(project.folder, "tsconfig.json")),
      fingerprint: fingerprintOf(chosen, file),
    },
  };
  const folder =
    options.out === undefined ? join(root, ".github", "workflows") : resolve(options.cwd, options.out);
  const files = workflowFiles(fleet);
  const names = /-(preview|preview-forks|rollout|drift)\.yml$/;
  const isOurs = (name: string) => names.test(name) && name.replace(names, "") === given.data.prefix;
  await writeAmongOthers(folder, files, { isOurs, force: options.force });
  return githubText({ fleet, file, folder, files: [...files.keys()] });
}

async function placeOf(folder: string): Promise<[string, string]> {
  try {
    return [await repositoryRoot(folder), await folderInRepository(folder)];
  } catch (cause) {
    throw new RolloutError(
      `${folder} is in no Git repository, and GitHub runs the workflows of one. Nothing was written.`,
      "Type: git init",
      { cause },
    );
  }
}

function workflowStacks(
  chosen: readonly ChosenStack[],
  file: RolloutFile,
  { environment, previewEnvironment = environment }: z.output<typeof settings>,
): WorkflowStack[] {
  const keys = operatorNames(chosen.map(({ name }) => name));
  return chosen.map(({ name }) => {
    // Pulumi Cloud names a stack with its organization and its project.
    const own = name.split("/").at(-1) ?? name;
    return {
      name,
      key: keys.get(name) ?? name,
      environment: environment.replaceAll("*", () => own),
      previewEnvironment: previewEnvironment.replaceAll("*", () => own),
      variables: callersVariables(name, file),
    };
  });
}

/** The variables of the caller that rollout.yaml supplies a stack from. */
function callersVariables(stack: string, file: RolloutFile): string[] {
  const sources = new Map(environmentsOf(stack, file).flatMap(({ variables }) => Object.entries(variables)));
  const names = [...sources.values()].flatMap((source) => ("variable" in source ? [source.variable] : []));
  const wrong = names.find((name) => !SECRET_NAME.test(name));
  if (wrong === undefined) return [...new Set(names)].toSorted();
  throw new RolloutError(
    `GitHub has no secret or variable with the name ${JSON.stringify(wrong)}, which rollout.yaml names for "${stack}". Nothing was written.`,
    "Name another variable there: letters, digits and _, and not GITHUB_ at its beginning.",
  );
}

function workflowWaves(
  chosen: readonly ChosenStack[],
  stacks: readonly WorkflowStack[],
  { file, prefix }: { file: RolloutFile; prefix: string },
): WorkflowWave[] {
  const names = updatingWaves(file);
  const keys = operatorNames(names);
  const waves = new Map(file.waves.map((wave) => [wave.name, wave]));
  const hasWaves = chosen.some(({ wave }) => wave !== undefined);
  return names.map((name) => {
    const own = stacks.filter((_, index) => !hasWaves || chosen[index]?.wave === name);
    const most = file.maxConcurrent ?? LARGEST_MATRIX;
    return {
      ...{ name, stacks: own, gate: `${prefix}-approval-${keys.get(name) ?? name}` },
      maxParallel: concurrencyOf(waves.get(name)?.maxConcurrent, own.length, most),
    };
  });
}

function refuseTooMany(chosen: readonly ChosenStack[]): void {
  if (chosen.length <= LARGEST_MATRIX) return;
  throw new RolloutError(
    `GitHub allows a matrix ${LARGEST_MATRIX} jobs, and these are ${chosen.length} stacks. Nothing was written.`,
    "Choose fewer with --stacks or --label, and write the others with another --prefix.",
  );
}

/** The folder of the lock file nearest to the project, as the repository has it. */
async function lockFolder(project: string, root: string): Promise<string> {
  for (let folder = project; ; folder = dirname(folder)) {
    const locks = ["package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock"];
    const found = await Promise.all(locks.map((name) => isThere(join(folder, name))));
    const isLast = folder === root || dirname(folder) === folder;
    if (found.includes(true) || isLast)
      return relative(root, found.includes(true) ? folder : project).replaceAll(sep, "/");
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

const dashed = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
