import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { plainError } from "../engine/errors.ts";
import { registrySchema, type Registry } from "./schema.ts";

/** Reads a registry. @throws Error that names the file, and the property that is wrong in it */
export function readRegistry(file: string): Registry {
  const parsed = registrySchema.safeParse(parsedJson(file));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw plainError(`${file} is no registry: ${issue?.path.join(".")}: ${issue?.message}.`);
}

function parsedJson(file: string): unknown {
  const text = readFileSync(file, "utf8");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw plainError(`${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The registry of a pack, which is read once, when a policy first asks. */
export class RegistrySource {
  readonly #folder: string;
  #path: string;
  #read: { path: string; registry: Registry | undefined } | undefined;

  /** @param folder the pack's folder @param file relative to it */
  constructor(folder: string, file: string) {
    this.#folder = folder;
    this.#path = resolve(folder, file);
  }

  /** The whole path of the file. */
  get path(): string {
    return this.#path;
  }

  /** Makes another file the registry from now on, for all policies of the pack. */
  locate(file: string): void {
    this.#path = resolve(this.#folder, file);
  }

  /** The registry, or undefined if the file does not exist. @throws Error if it cannot be understood */
  registry(): Registry | undefined {
    const path = this.#path;
    if (this.#read?.path !== path) {
      this.#read = { path, registry: existsSync(path) ? readRegistry(path) : undefined };
    }
    return this.#read.registry;
  }

  /** The meaning of a stable key, or undefined if it is not registered or there is no registry. */
  entry(stableKey: string): Registry["stableKeys"][string] | undefined {
    const { stableKeys } = this.registry() ?? {};
    return stableKeys && Object.hasOwn(stableKeys, stableKey) ? stableKeys[stableKey] : undefined;
  }
}
