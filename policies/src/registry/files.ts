import { existsSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { plainError } from "../engine/errors.ts";
import { editedText } from "./edit.ts";
import { parseRegistry } from "./file.ts";
import type { Registry } from "./schema.ts";
import { readText, type FileText } from "./text.ts";
import { GENERATED, typescriptSource } from "./typescript.ts";

/** A registry's file, and the file of literal types beside it, as they are before they are written. */
export interface RegistryFiles {
  /** Path of the registry. */
  file: string;
  /** The registry that the file says; undefined if there is none yet. */
  registry: Registry | undefined;
  text: FileText | undefined;
  types: { file: string; text: FileText | undefined };
}

/**
 * Reads the files of a registry, and judges whether they may be written.
 *
 * @throws Error that names what is not understood: then nothing is to be written
 */
export function readFiles(file: string): RegistryFiles {
  const folder = dirname(file);
  if (!existsSync(folder))
    throw new Error(`There is no folder ${folder}. Make it, or name another file with --out.`);
  const text = existsSync(file) ? readText(file) : undefined;
  const types = join(folder, `${basename(file, ".json")}.ts`);
  const typesText = existsSync(types) ? readText(types) : undefined;
  if (typesText !== undefined && !typesText.text.startsWith(GENERATED)) {
    throw new Error(
      `${types} was not written by this command, which would replace it. Move it, or name another registry with --out.`,
    );
  }
  return {
    file,
    registry: text && parseRegistry(file, text.text),
    text,
    types: { file: types, text: typesText },
  };
}

/** A file that a command looked after, and whether it had to be written. */
export interface WrittenFile {
  path: string;
  isWritten: boolean;
}

/** Writes what differs, both files or neither. */
export function writeFiles(
  { file, registry: before, text, types }: RegistryFiles,
  registry: Registry,
): WrittenFile[] {
  const json =
    text === undefined || before === undefined
      ? `${JSON.stringify(registry, null, 2)}\n`
      : text.mark + editedText(text, before, registry);
  const source = typescriptSource(registry).replaceAll("\n", types.text?.lineBreak ?? "\n");
  const all = [
    { path: file, content: json },
    { path: types.file, content: (types.text?.mark ?? "") + source },
  ];
  const due = all.filter(({ path, content }) => !existsSync(path) || readFileSync(path, "utf8") !== content);
  replaceAll(due);
  return all.map((each) => ({ path: each.path, isWritten: due.includes(each) }));
}

/** Writes a file's draft. @throws Error that names the file, which is as it was */
function write(draft: string, content: string, target: string): void {
  try {
    writeFileSync(draft, content);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw plainError(
      `${target} cannot be written (${code ?? message}); nothing was changed. Check the folder's permissions and the disk.`,
    );
  }
}

/** Writes all files beside their places first, so that a full disk or a killed process leaves none of them half. */
function replaceAll(files: readonly { path: string; content: string }[]): void {
  const placed = files.map(({ path, content }) => {
    const target = existsSync(path) ? realpathSync(path) : path;
    return { target, content, draft: `${target}.${process.pid}.draft` };
  });
  try {
    for (const { draft, target, content } of placed) write(draft, content, target);
    for (const { draft, target } of placed) renameSync(draft, target);
  } finally {
    for (const { draft } of placed) rmSync(draft, { force: true });
  }
}
