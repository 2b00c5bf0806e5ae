import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import jsonc from "jsonc-parser";
import { CONNECTION_CLASSES, listed, ownValue } from "pulumi-prismatic/vocabulary";
import type { z } from "zod";
import { ListedError, messageOf, oneLine, plainError } from "../engine/errors.ts";
import { projectRegistry, type PackPlace } from "./projectRegistry.ts";
import { REGISTRY_FILE } from "./registryFile.ts";
import { registrySchema, type Registry } from "./schema.ts";
import { lineAt, readText } from "./text.ts";

const NEWER = "Take it out, or install a newer version of pulumi-prismatic-policies.";

/** Reads a registry. @throws Error that names the file, and everything in it that is not understood */
export function readRegistry(file: string): Registry {
  return parseRegistry(file, plainly(() => readText(file)).text);
}

/** The registry that a text says. @throws Error that names everything in it that is not understood */
export function parseRegistry(file: string, text: string): Registry {
  const value = parsedJson(file, text);
  if (isDeeper(value, MOST_LEVELS)) {
    throw plainError(`${file} is no registry: it is nested in more than ${MOST_LEVELS} levels.`);
  }
  const duplicates = duplicatesIn(text);
  const parsed = registrySchema.safeParse(value);
  const issues = parsed.success ? [] : parsed.error.issues;
  if (parsed.success && duplicates.length === 0) return parsed.data;
  const problems = [...duplicates, ...issues.slice(0, MOST_PROBLEMS).flatMap(problemsIn(text))];
  const shown = problems.slice(0, MOST_PROBLEMS);
  const others = duplicates.length + issues.length - MOST_PROBLEMS;
  if (others > 0) shown.push(`and ${others} more.`);
  if (shown.length > 1) throw new ListedError(`${file} is no registry:`, shown);
  throw plainError(`${file} is no registry: ${shown[0]}`);
}

/** Levels of maps and lists; a registry has four, and readers of JSON call themselves for each. */
const MOST_LEVELS = 100;

/** Problems that are shown; nobody reads more at once, and each takes a search for its line. */
const MOST_PROBLEMS = 50;

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1));
}

function parsedJson(file: string, text: string): unknown {
  return plainly(
    () => JSON.parse(text) as unknown,
    (error) => `${file} is no JSON: ${error}`,
  );
}

function plainly<Result>(read: () => Result, explain = (error: string) => error): Result {
  try {
    return read();
  } catch (error) {
    // JSON's errors quote lines of the file.
    throw plainError(explain(oneLine(messageOf(error))));
  }
}

/** Members that stand twice, of which JSON keeps the last one silently, and names that JavaScript takes for its own. */
function duplicatesIn(text: string): string[] {
  const open: Map<string, number>[] = [];
  const problems: string[] = [];
  jsonc.visit(text, {
    onObjectBegin: () => void open.push(new Map()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty(name, _offset, _length, startLine, _character, path) {
      const line = startLine + 1;
      const place = [...path(), name].join(".");
      const first = open.at(-1)?.get(name);
      if (first !== undefined) {
        problems.push(
          `${place} is there twice, in line ${first} and in line ${line}. Take one of the two out.`,
        );
      }
      if (name === "__proto__") problems.push(`${place} in line ${line} is no stable key. Take it out.`);
      open.at(-1)?.set(name, line);
    },
  });
  return problems;
}

function problemsIn(text: string): (issue: z.core.$ZodIssue) => string[] {
  const tree = jsonc.parseTree(text);
  return (issue) => problemsOf(text, tree, issue);
}

function problemsOf(text: string, tree: jsonc.Node | undefined, issue: z.core.$ZodIssue): string[] {
  const place = issue.path.join(".");
  const at = (path: PropertyKey[]) => {
    const node = tree && jsonc.findNodeAtLocation(tree, path as jsonc.JSONPath);
    return node === undefined ? "" : ` (line ${lineAt(text, node.offset)})`;
  };
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map(
      (key) =>
        `${place ? `${place}: ` : ""}${key}${at([...issue.path, key])} is no member that this version knows. ${NEWER}`,
    );
  }
  if (issue.path.at(-1) === "kind" && issue.code === "invalid_value") {
    return [
      `${place}: ${at(issue.path).trim() || "it"} is no kind that this version knows. Type ` +
        `${listed([...CONNECTION_CLASSES, "BuildOnly"])}, or install a newer version of pulumi-prismatic-policies.`,
    ];
  }
  return [`${place || "the file"}: ${issue.message}${at(issue.path)}.`];
}

/** The registry of a pack, which is read once, when a policy first asks. */
export class RegistrySource {
  readonly #folder: string;
  #path: string;
  #isNamed: boolean;
  #read: { path: string; registry: Registry | undefined } | undefined;

  /** @param place of the pack @param file relative to its folder; left out, it is looked for */
  constructor(place: PackPlace, file?: string) {
    this.#folder = place.folder;
    this.#isNamed = file !== undefined;
    this.#path =
      file === undefined
        ? (projectRegistry(place) ?? join(place.folder, REGISTRY_FILE))
        : resolve(place.folder, file);
  }

  /** The whole path of the file. */
  get path(): string {
    return this.#path;
  }

  /** True where the pack or its configuration says which file it is: then it has to be there. */
  get isNamed(): boolean {
    return this.#isNamed;
  }

  /** Makes another file the registry from now on, for all policies of the pack. */
  locate(file: string): void {
    this.#path = resolve(this.#folder, file);
    this.#isNamed = true;
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
    return ownValue(stableKeys, stableKey);
  }
}
