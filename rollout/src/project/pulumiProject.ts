import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { RolloutError } from "../errors.ts";

const FILES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

const projectFile = z.object({ name: z.string().refine((text) => text !== "", "must not be empty") });

/** A Pulumi project. */
export interface PulumiProject {
  name: string;
  /** Folder of Pulumi.yaml. */
  folder: string;
}

/**
 * Finds the Pulumi project of a folder: in it or above it, as Pulumi does.
 *
 * @throws RolloutError where there is none
 */
export async function findProject(cwd: string): Promise<PulumiProject> {
  const start = resolve(cwd);
  for (let folder = start; ; folder = dirname(folder)) {
    for (const file of FILES) {
      const text = await readIfThere(join(folder, file));
      if (text !== undefined) return { name: nameIn(text, join(folder, file)), folder };
    }
    if (dirname(folder) === folder) break;
  }
  throw new RolloutError(
    "PROJECT",
    `There is no Pulumi.yaml in ${start} or above it.`,
    "Go to the folder of a Pulumi project, or name it with --cwd.",
  );
}

/**
 * The settings of a stack, with its secrets as Pulumi encrypted them.
 *
 * @returns an empty text where the stack has no file
 */
async function stackSettings({ folder }: PulumiProject, stack: string): Promise<string> {
  // Pulumi Cloud names a stack with its organization and its project.
  const name = stack.split("/").at(-1) ?? stack;
  const texts = await Promise.all(
    ["yaml", "yml", "json"].map((ending) => readIfThere(join(folder, `Pulumi.${name}.${ending}`))),
  );
  return texts.find((text) => text !== undefined) ?? "";
}

/** The settings of several stacks, by their names; see {@link stackSettings}. */
export async function settingsOf(
  project: PulumiProject,
  stacks: readonly { name: string }[],
): Promise<Map<string, string>> {
  const read = async ({ name }: { name: string }) => [name, await stackSettings(project, name)] as const;
  return new Map(await Promise.all(stacks.map(read)));
}

function nameIn(text: string, path: string): string {
  try {
    return projectFile.parse(parse(text)).name;
  } catch (error) {
    throw new RolloutError(
      "PROJECT",
      `${path} names no project.`,
      "Mend it: a project has a name and a runtime.",
      {
        cause: error,
      },
    );
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "EISDIR"].includes((error as NodeJS.ErrnoException).code ?? ""))
      return undefined;
    throw error;
  }
}
