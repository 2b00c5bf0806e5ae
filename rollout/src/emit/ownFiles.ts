import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { visible } from "pulumi-prismatic/vocabulary";
import { RolloutError } from "../errors.ts";
import { reasonOf, writeWhole } from "../wholeFile.ts";

/** The words in the first line of every file that `emit` writes, by which it knows its own files again. */
export const MARK = "Written by prismatic-rollout emit; changes are lost.";

/**
 * Makes a folder hold these files and no others of ours: those that earlier calls wrote and that are not wanted any more
 * are removed.
 *
 * @param files text by name; each text has {@link MARK} in its first line
 * @throws RolloutError where the folder holds a file that `emit` did not write: nothing was written then
 */
export async function writeOwnFiles(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const present = await namesIn(folder);
  const foreign = [];
  for (const name of present) if (!(await isOwn(join(folder, name)))) foreign.push(visible(name));
  if (foreign.length > 0) {
    throw new RolloutError(
      "FILE",
      `${folder} holds what this command did not write: ${foreign.join(", ")}. Nothing was written.`,
      "Name an empty folder with --out.",
    );
  }
  await writeAll(folder, files);
  for (const name of present) if (!files.has(name)) await rm(join(folder, name));
}

/**
 * Writes files into a folder that others use as well. Those that an earlier call wrote and that are not wanted any more
 * are removed.
 *
 * @param files text by name; each text has {@link MARK} in its first line
 * @param options `isOurs` tells the names that this command gives files; `force` replaces files of others
 * @throws RolloutError where a file of one of these names was not written by `emit`: nothing was written then
 */
export async function writeAmongOthers(
  folder: string,
  files: ReadonlyMap<string, string>,
  { isOurs, force }: { isOurs: (name: string) => boolean; force: boolean },
): Promise<void> {
  const present = await namesIn(folder);
  const own = new Set<string>();
  for (const name of present.filter(isOurs)) if (await isOwn(join(folder, name))) own.add(name);
  const foreign = [...files.keys()].filter((name) => present.includes(name) && !own.has(name));
  if (foreign.length > 0 && !force) {
    throw new RolloutError(
      "FILE",
      `${folder} has files of these names that this command did not write: ${foreign.join(", ")}. Nothing was written.`,
      "Name another beginning of the names with --prefix, or replace them with --force.",
    );
  }
  await writeAll(folder, files);
  for (const name of own) if (!files.has(name)) await rm(join(folder, name));
}

/** Names of what is in a folder, which is made where it is not there. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    await mkdir(folder, { recursive: true });
    return await readdir(folder);
  } catch (error) {
    throw new RolloutError(
      "FILE",
      `${folder} cannot be used (${reasonOf(error)}). Nothing was written.`,
      "Make it a folder that can be written, or name another one.",
      { cause: error },
    );
  }
}

async function writeAll(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  let written = 0;
  for (const [name, text] of files) {
    try {
      await writeWhole(join(folder, name), text);
      written++;
    } catch (error) {
      throw new RolloutError(
        "FILE",
        `${join(folder, name)} cannot be written (${reasonOf(error)}); ${written} of ${files.size} files are new, and each ` +
          "is whole.",
        "Make room or the folder writable, then run it again.",
        { cause: error },
      );
    }
  }
}

async function isOwn(path: string): Promise<boolean> {
  const text = await readFile(path, "utf8").catch(() => "");
  return text.slice(0, text.indexOf("\n")).includes(MARK);
}
