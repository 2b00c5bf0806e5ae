import { randomBytes } from "node:crypto";
import { lstat, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { RolloutError } from "../errors.ts";

/** A folder that is made as a whole, or not at all. */
export interface NewFolder {
  folder: string;
  /** Contents of its files, by path. */
  files: ReadonlyMap<string, string>;
  /** Paths of the files that only their owner may read. */
  privateFiles: ReadonlySet<string>;
  signal: AbortSignal;
  addition?: Addition;
}

/** Something that belongs to the folder and is made elsewhere. */
export interface Addition {
  /** Makes it once all files are there, before the folder gets to its place. */
  make: (temporary: string) => Promise<void>;
  /** Takes back what `make` did, wherever that ended. */
  undo: (temporary: string) => Promise<void>;
}

/**
 * Judges whether a folder can be made at a place: nothing is there, or an empty folder.
 *
 * @throws RolloutError that says what is there
 */
export async function judgePlace(folder: string): Promise<void> {
  const place = resolve(folder);
  const above = await stat(dirname(place)).catch(() => undefined);
  if (above?.isDirectory() !== true) {
    throw new RolloutError(
      "FILE",
      `There is no folder ${dirname(place)}, so nothing was written.`,
      "Make it, or name another place for the project.",
    );
  }
  const found = await lstat(place).catch(() => undefined);
  if (found === undefined) return;
  const entries = found.isDirectory() ? await readdir(place) : undefined;
  if (entries?.length === 0) return;
  const what = found.isSymbolicLink()
    ? "is a symbolic link"
    : entries === undefined
      ? "is a file"
      : "is not empty";
  throw new RolloutError(
    "FILE",
    `${place} ${what}. An export overwrites nothing, so nothing was written.`,
    "Name a folder that is new or empty.",
  );
}

/**
 * Makes a folder that only its owner may enter. It is made beside its place and moved there when it is complete: after a
 * failure, an interruption or on a full disk nothing is left.
 *
 * @throws RolloutError where it cannot be written
 */
export async function makeFolder(made: NewFolder): Promise<void> {
  const place = resolve(made.folder);
  const temporary = join(dirname(place), `.${basename(place)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    await mkdir(temporary, { mode: 0o700 });
    for (const [path, content] of made.files) {
      made.signal.throwIfAborted();
      const file = join(temporary, path);
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await writeWhole(file, content, made.privateFiles.has(path) ? 0o600 : 0o644);
    }
    await made.addition?.make(temporary);
    made.signal.throwIfAborted();
    await judgePlace(place);
    await rename(temporary, place);
  } catch (error) {
    try {
      await made.addition?.undo(temporary);
    } finally {
      await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    }
    throw explained(place, error);
  }
}

async function writeWhole(file: string, content: string, mode: number): Promise<void> {
  const handle = await open(file, "wx", mode);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function explained(place: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (error instanceof RolloutError || code === undefined || syscall === undefined) return error;
  return new RolloutError(
    "FILE",
    `${place} cannot be written (${code}), so nothing is there.`,
    "Check the disk and the permissions of the folder above it, then run it again.",
    { cause: error },
  );
}
