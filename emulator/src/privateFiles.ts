import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Makes a folder that its owner alone can enter, and that Git ignores. One that is there already is made so where it is
 * empty or is the emulator's: it holds tokens, keys and customers' credentials.
 *
 * @param sign name of a file that the emulator's own folders have
 */
export function privateFolder(folder: string, sign: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(`${folder} cannot be the data folder (${code ?? message}). Name a folder with --data.`, {
      cause: error,
    });
  }
  const held = readdirSync(folder);
  if (held.length > 0 && !held.includes(sign)) return;
  chmodSync(folder, 0o700);
  if (!held.includes(".gitignore")) writePrivate(join(folder, ".gitignore"), "*\n");
}

/** Writes a file that its owner alone can read: anew, and put in its place once it is complete. */
export function writePrivate(file: string, content: string): void {
  refuseLink(file);
  const temporary = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    writeFileSync(temporary, content, { flag: "wx", mode: 0o600 });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Makes a file for others to fill that its owner alone can read; one that is there keeps its content. */
export function preparePrivate(file: string): void {
  refuseLink(file);
  closeSync(openSync(file, "a", 0o600));
  chmodSync(file, 0o600);
}

function refuseLink(file: string): void {
  if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
  throw new Error(`${file} is a symbolic link, and the emulator's data is not written through one.`);
}
