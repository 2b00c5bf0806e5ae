import { randomBytes } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";

/**
 * Writes a file as a whole: beside its place first, so that a reader never finds a part of it, and a full disk leaves
 * what was there before and nothing else.
 */
export async function writeWhole(file: string, text: string, mode = 0o666): Promise<void> {
  const temporary = `${file}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    await writeFile(temporary, text, { flag: "wx", mode });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** The system's word for why a file cannot be written, such as ENOSPC; any other error is thrown on. */
export function reasonOf(error: unknown): string {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) throw error;
  return code;
}
