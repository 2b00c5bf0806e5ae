import { existsSync } from "node:fs";
import { ListedError, messageOf } from "../engine/errors.ts";
import { problemsOfSource } from "../source/compare.ts";
import type { UsedKey } from "../source/usedKeys.ts";
import { readFiles, writeFiles, type RegistryFiles } from "./files.ts";
import { exportStack, keysOfState } from "./fromStack.ts";
import type { Registry } from "./schema.ts";
import { updateRegistry, type RegistryUpdate } from "./update.ts";

/** Options of the command `registry`. */
export interface RegistryOptions {
  /** The stack whose keys are written. Without it nothing is written. */
  stack?: string | undefined;
  /** The registry's file. */
  out: string;
  /** Folder of a code-native integration whose keys are compared with the registry. */
  checkSource?: string | undefined;
  /** The Pulumi project's folder. */
  cwd: string;
}

/** A command that asks for nothing, or for something that is not there. */
export class UsageError extends Error {}

/**
 * Brings the registry up to date with a stack, or compares sources with it, or both, and returns the exit code. Writes
 * nothing before the registry, the stack and the sources were read as a whole.
 *
 * @throws UsageError that says what to type if there is nothing to do
 * @throws Error that names what is not understood: the files are as they were
 */
export async function runRegistry(
  { stack, out, checkSource, cwd }: RegistryOptions,
  print: (line: string) => void,
): Promise<number> {
  if (stack === undefined && checkSource === undefined) {
    throw new UsageError(
      "There is nothing to do. Type --stack NAME to write the registry, or --check-source DIR to compare sources with it.",
    );
  }
  const { files, update, used } = await unwritten(async () => {
    const files = readFiles(out);
    return {
      files,
      update:
        stack === undefined
          ? undefined
          : updateRegistry(files.registry, keysOfState(await exportStack(stack, cwd))),
      used: checkSource === undefined ? undefined : await usedKeys(checkSource),
    };
  });
  if (update !== undefined) write(files, update, print);
  if (checkSource === undefined || used === undefined) return 0;
  return compare(checkSource, used, out, update?.registry ?? existing(files), print);
}

/** Says of whatever is not understood that nothing was written. */
async function unwritten<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ListedError) {
      throw new ListedError(`Nothing is written. ${error.title}`, error.lines, { cause: error });
    }
    throw new Error(`Nothing is written. ${messageOf(error)}`, { cause: error });
  }
}

function write(
  files: RegistryFiles,
  { registry, added, changed, removed }: RegistryUpdate,
  print: (line: string) => void,
): void {
  writeFiles(files, registry, print);
  for (const key of added) print(`+ ${key}`);
  for (const key of changed) print(`~ ${key}`);
  for (const key of removed) print(`- ${key}`);
  const pending = Object.entries(registry.stableKeys).filter(
    ([, entry]) => entry.globalCredentials === "pending",
  );
  if (pending.length > 0) {
    print(`To approve with "globalCredentials": "approved": ${pending.map(([key]) => key).join(", ")}`);
  }
}

function existing({ file, registry }: RegistryFiles): Registry {
  if (registry !== undefined) return registry;
  throw new Error(`There is no registry ${file}. Write one with --stack NAME, or name another with --out.`);
}

/** TypeScript's compiler is loaded here: whoever only writes registries and judges programs does not need it. */
async function usedKeys(folder: string): Promise<UsedKey[]> {
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder}. Type --check-source DIR.`);
  const { usedKeysIn } = await import("../source/folder.ts").catch((error: unknown) => {
    throw new Error("--check-source needs TypeScript's compiler. Type: npm install --save-dev typescript", {
      cause: error,
    });
  });
  return usedKeysIn(folder);
}

function compare(
  folder: string,
  used: readonly UsedKey[],
  file: string,
  registry: Registry,
  print: (line: string) => void,
): number {
  const problems = problemsOfSource(used, registry);
  problems.forEach((problem) => print(problem));
  print(`${folder} uses ${counted(used.length)}; ${problems.length} of them disagree with ${file}.`);
  return problems.length === 0 ? 0 : 1;
}

function counted(connections: number): string {
  return connections === 1 ? "1 connection" : `${connections} connections`;
}
