import { randomBytes } from "node:crypto";
import { appendFile, chmod, lstat, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ConfigurationError } from "../tenant/errors.ts";

/**
 * Writes a file that its owner alone can read. It is made anew beside its place and put there at once: what stood there
 * stays until the new one is complete, and its permissions do not matter.
 *
 * @param file in a folder that exists
 * @throws ConfigurationError where it cannot be written, or is a symbolic link: the content would land elsewhere
 */
export async function writePrivateFile(file: string, content: string): Promise<void> {
  const temporary = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    await refuseLink(file);
    const handle = await open(temporary, "wx", 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw unwritable(file, error as NodeJS.ErrnoException);
  }
}

/**
 * Makes a folder that its owner alone can enter, and that Git ignores with all that it holds.
 *
 * @throws ConfigurationError where it cannot be made, or is a symbolic link
 */
export async function makePrivateFolder(folder: string): Promise<void> {
  try {
    await refuseLink(folder);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
  } catch (error) {
    throw unwritable(folder, error as NodeJS.ErrnoException);
  }
  await writePrivateFile(join(folder, ".gitignore"), "*\n");
}

/**
 * Has Git ignore a file of a project, by a line in the `.gitignore` beside it.
 *
 * @returns true where a line was added
 */
export async function ignoreInGit(file: string): Promise<boolean> {
  const list = join(dirname(file), ".gitignore");
  try {
    await refuseLink(list);
    const text = await readFile(list, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "";
      throw error;
    });
    const name = basename(file);
    const lines = text.split(/\r?\n/);
    if ([name, `/${name}`, "*"].some((pattern) => lines.includes(pattern))) return false;
    await appendFile(list, `${text === "" || text.endsWith("\n") ? "" : "\n"}/${name}\n`);
    return true;
  } catch (error) {
    throw unwritable(list, error as NodeJS.ErrnoException);
  }
}

async function refuseLink(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found?.isSymbolicLink() !== true) return;
  throw new ConfigurationError(
    `${path} is a symbolic link, and what may hold secrets is not written through one. Remove it, or name another place.`,
  );
}

function unwritable(path: string, error: NodeJS.ErrnoException): ConfigurationError {
  if (error instanceof ConfigurationError) return error;
  const reason = error.code ?? error.message;
  return new ConfigurationError(
    `${path} cannot be written (${reason}); what stood there is as it was. Check the folder's permissions and the disk.`,
    { cause: error },
  );
}
