import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { problemsOfSource, usedKeysIn } from "../source/compare.ts";
import { readRegistry } from "./file.ts";
import { exportStack, keysOfState } from "./fromStack.ts";
import type { Registry } from "./schema.ts";
import { typescriptSource } from "./typescript.ts";
import { updateRegistry } from "./update.ts";

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

/**
 * Brings the registry up to date with a stack, or compares sources with it, or both, and returns the exit code.
 *
 * @throws Error that says what to type if there is nothing to do, or if something cannot be read
 */
export async function runRegistry(
  { stack, out, checkSource, cwd }: RegistryOptions,
  print: (line: string) => void,
): Promise<number> {
  if (stack === undefined && checkSource === undefined) {
    throw new Error(
      "There is nothing to do. Type --stack NAME to write the registry, or --check-source DIR to compare sources with it.",
    );
  }
  const registry =
    stack === undefined ? existing(out) : writeRegistry(out, await exportStack(stack, cwd), stack, print);
  return checkSource === undefined ? 0 : compareSource(checkSource, out, registry, print);
}

function writeRegistry(
  out: string,
  exported: unknown,
  stack: string,
  print: (line: string) => void,
): Registry {
  const old = existsSync(out) ? readRegistry(out) : undefined;
  const { registry, added, changed, removed } = updateRegistry(old, keysOfState(exported), stack);
  write(out, `${JSON.stringify(registry, null, 2)}\n`, print);
  write(join(dirname(out), `${basename(out, ".json")}.ts`), typescriptSource(registry), print);
  for (const key of added) print(`+ ${key}`);
  for (const key of changed) print(`~ ${key}`);
  for (const key of removed) print(`- ${key}`);
  const pending = Object.entries(registry.stableKeys).filter(
    ([, entry]) => entry.globalCredentials === "pending",
  );
  if (pending.length > 0) {
    print(`To approve with "globalCredentials": "approved": ${pending.map(([key]) => key).join(", ")}`);
  }
  return registry;
}

function existing(file: string): Registry {
  if (existsSync(file)) return readRegistry(file);
  throw new Error(`There is no registry ${file}. Write one with --stack NAME, or name another with --out.`);
}

function compareSource(
  folder: string,
  file: string,
  registry: Registry,
  print: (line: string) => void,
): number {
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder}. Type --check-source DIR.`);
  const used = usedKeysIn(folder);
  const problems = problemsOfSource(used, registry);
  problems.forEach((problem) => print(problem));
  print(`${folder} uses ${counted(used.length)}; ${problems.length} of them disagree with ${file}.`);
  return problems.length === 0 ? 0 : 1;
}

function counted(connections: number): string {
  return connections === 1 ? "1 connection" : `${connections} connections`;
}

/** Writes a file, unless it says the same already in another layout. */
function write(file: string, content: string, print: (line: string) => void): void {
  const before = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  const isJson = file.endsWith(".json");
  const isSame =
    before === content ||
    (isJson &&
      before !== undefined &&
      JSON.stringify(JSON.parse(before)) === JSON.stringify(JSON.parse(content)));
  if (!isSame) writeFileSync(file, content);
  print(`${file} ${isSame ? "is up to date" : "is written"}`);
}
