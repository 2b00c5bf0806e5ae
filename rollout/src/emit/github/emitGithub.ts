import { access, realpath } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { z } from "zod";
import { RolloutError } from "../../errors.ts";
import { folderInRepository, repositoryRoot } from "../../project/commit.ts";
import { fingerprintOf } from "../../project/fingerprint.ts";
import { openProject, type ProjectOptions } from "../../project/openProject.ts";
import { readWith } from "../../pulumi/command.ts";
import { checkedSettings } from "../checkedSettings.ts";
import type { Emitted } from "../emitted.ts";
import { refuseMissing } from "../missing.ts";
import { writeAmongOthers } from "../ownFiles.ts";
import type { Fleet } from "./model.ts";
import { workflowStacks, workflowWaves } from "./stacks.ts";
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

const filled = (message: string) => z.string().refine((text) => text !== "", message);

const settings = z.object({
  prefix: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/, "must be lower-case letters, digits and dashes"),
  branch: z.string().regex(/^[^\s*?[\]!]+$/, "must be the name of a branch"),
  after: filled("must be the name of a workflow").optional(),
  runsOn: z.string().regex(/^[\w.-]+$/, "must be the label of a runner"),
  install: filled("must be a command"),
  environment: environmentPattern("environment"),
  previewEnvironment: environmentPattern("preview-environment").optional(),
  policyPack: z.array(filled("must be a folder")).default([]),
});

function environmentPattern(option: string) {
  return z.string().regex(/^[^,'"`\\\s]{1,100}$/, `must be a name such as *, or ${option}-*`);
}

/**
 * Writes workflows of GitHub Actions for the chosen stacks: a preview for each pull request, the rollout in waves, and the
 * drift of each night. Nothing is sent to GitHub or to a tenant.
 *
 * @returns the files, and a text for the terminal
 * @throws RolloutError where an argument is wrong, or another file has the name of a workflow: nothing was written then
 */
export async function emitGithub(options: EmitGithubOptions): Promise<Emitted> {
  const given = checkedSettings(settings, options);
  const { project, file, chosen, pulumi } = await openProject(options);
  refuseMissing(chosen, "the workflows make none");
  const [root, directory] = await placeOf(project.folder);
  const { prefix, environment, previewEnvironment = environment } = given;
  const stacks = workflowStacks(chosen, file, { environment, previewEnvironment });
  const fleet: Fleet = {
    stacks,
    waves: workflowWaves(chosen, stacks, { file, prefix }),
    settings: {
      ...given,
      ...{ project: project.name, directory },
      installDirectory: await lockFolder(await realpath(project.folder), root),
      pulumiVersion: (await readWith(pulumi, ["version"])).stdout.trim().replace(/^v/, ""),
      policyPacks: given.policyPack,
      setup: await ownAction(root, prefix),
      hasTypes: await isThere(join(project.folder, "tsconfig.json")),
      fingerprint: fingerprintOf(chosen, file),
    },
  };
  const folder =
    options.out === undefined ? join(root, ".github", "workflows") : resolve(options.cwd, options.out);
  const files = workflowFiles(fleet);
  const names = /-(preview|preview-forks|rollout|drift)\.yml$/;
  const isOurs = (name: string) => names.test(name) && name.replace(names, "") === prefix;
  await writeAmongOthers(folder, files, { isOurs, force: options.force });
  const written = [...files.keys()];
  return { folder, files: written, text: githubText({ fleet, file, folder, files: written }) };
}

async function placeOf(folder: string): Promise<[string, string]> {
  try {
    return [await repositoryRoot(folder), await folderInRepository(folder)];
  } catch (cause) {
    throw new RolloutError(
      "PROJECT",
      `${folder} is in no Git repository, and GitHub runs the workflows of one. Nothing was written.`,
      "Type: git init",
      { cause },
    );
  }
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

/** The action of the repository that prepares jobs, if there is one. */
async function ownAction(root: string, prefix: string): Promise<string | undefined> {
  const folder = `.github/actions/${prefix}-setup`;
  const files = ["action.yml", "action.yaml"].map((name) => isThere(join(root, folder, name)));
  return (await Promise.all(files)).includes(true) ? folder : undefined;
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
