import { existsSync } from "node:fs";
import { CommandError } from "pulumi-prismatic/commandLine";
import { ListedError, messageOf } from "../engine/errors.ts";
import { problemsOfSource } from "../source/compare.ts";
import type { UsedKey } from "../source/usedKeys.ts";
import { readFiles, writeFiles, type RegistryFiles, type WrittenFile } from "./files.ts";
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

/** Everything that the command did and found. */
export interface RegistryOutcome {
  /** The registry and the types beside it; none where nothing was to be written. */
  files: WrittenFile[];
  added: string[];
  changed: string[];
  removed: string[];
  /** Stable keys that wait for an approval. */
  pending: string[];
  /** The comparison with sources, where one was asked for. */
  source?: { folder: string; connections: number; problems: string[]; registry: string };
}

/**
 * Brings the registry up to date with a stack, or compares sources with it, or both. Writes nothing before the registry, the
 * stack and the sources were read as a whole.
 *
 * @throws CommandError that says what to type if there is nothing to do
 * @throws Error that names what is not understood: the files are as they were
 */
export async function runRegistry({
  stack,
  out,
  checkSource,
  cwd,
}: RegistryOptions): Promise<RegistryOutcome> {
  if (stack === undefined && checkSource === undefined) {
    throw new CommandError({
      code: "USAGE",
      message: "There is nothing to do.",
      next: "Type --stack NAME to write the registry, or --check-source DIR to compare sources with it.",
    });
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
  const outcome = update === undefined ? NOTHING : written(files, update);
  if (checkSource === undefined || used === undefined) return outcome;
  const problems = problemsOfSource(used, update?.registry ?? existing(files));
  return { ...outcome, source: { folder: checkSource, connections: used.length, problems, registry: out } };
}

const NOTHING: RegistryOutcome = { files: [], added: [], changed: [], removed: [], pending: [] };

/** Tells outcomes after which the command has failed: sources that disagree with the registry. */
export const disagrees = ({ source }: RegistryOutcome): boolean => (source?.problems.length ?? 0) > 0;

/** Lines that say what the command did and found. */
export function outcomeLines({ files, added, changed, removed, pending, source }: RegistryOutcome): string[] {
  return [
    ...files.map(({ path, isWritten }) => `${path} ${isWritten ? "is written" : "is up to date"}`),
    ...added.map((key) => `+ ${key}`),
    ...changed.map((key) => `~ ${key}`),
    ...removed.map((key) => `- ${key}`),
    ...(pending.length > 0 ? [`To approve with "globalCredentials": "approved": ${pending.join(", ")}`] : []),
    ...(source === undefined
      ? []
      : [
          ...source.problems,
          `${source.folder} uses ${counted(source.connections)}; ${source.problems.length} of them disagree with ${source.registry}.`,
        ]),
  ];
}

/** Says of whatever is not understood that nothing was written. */
async function unwritten<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ListedError) {
      throw new ListedError(`Nothing is written. ${error.title}`, error.lines, { cause: error });
    }
    const message = `Nothing is written. ${messageOf(error)}`;
    if (error instanceof CommandError)
      throw new CommandError({ ...failureOf(error), message }, { cause: error });
    throw new Error(message, { cause: error });
  }
}

const failureOf = ({ code, next }: CommandError) => ({ code, next });

function written(
  files: RegistryFiles,
  { registry, added, changed, removed }: RegistryUpdate,
): RegistryOutcome {
  const entries = Object.entries(registry.stableKeys);
  return {
    files: writeFiles(files, registry),
    ...{ added, changed, removed },
    pending: entries.filter(([, entry]) => entry.globalCredentials === "pending").map(([key]) => key),
  };
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

function counted(connections: number): string {
  return connections === 1 ? "1 connection" : `${connections} connections`;
}
