import { isAlias, isCollection, parseDocument, visit, type Document } from "yaml";
import { foreignText } from "./foreignText.ts";

/** Largest definition, in megabytes; the designer is of no use long before that, and reading one takes seconds. */
const MOST_MEGABYTES = 4;

/** Levels of maps and lists; a definition that people make has a dozen. */
const MOST_LEVELS = 200;

/**
 * Explains why a tenant's definition of an integration cannot be read as YAML; undefined where it can. An empty text is
 * what a tenant has that shows none.
 */
export function unreadableDefinition(text: string): string | undefined {
  if (text.trim() === "") return undefined;
  const excess = excessOfText(text);
  if (excess !== undefined) return excess;
  try {
    const document = parseDocument(text, { logLevel: "error", merge: true });
    const [error] = document.errors;
    if (error !== undefined) return notYaml(error);
    const value = plainValue(document);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return "is not a YAML map";
    return excessOfValue(value);
  } catch (error) {
    return notYaml(error as Error);
  }
}

/** Explains that a definition is too large to be read. */
export function excessOfText(text: string): string | undefined {
  return Buffer.byteLength(text) > MOST_MEGABYTES * 1024 * 1024
    ? `is larger than ${MOST_MEGABYTES} MB`
    : undefined;
}

/** Explains that a definition is nested too deeply, as one is that holds itself by an alias. */
export function excessOfValue(value: unknown): string | undefined {
  return isDeeper(value, MOST_LEVELS) ? `is nested in more than ${MOST_LEVELS} levels` : undefined;
}

/**
 * The plain value of a document.
 *
 * @throws Error where aliases name nothing or grow without measure, or where a key is a map or a list: the reader turns it
 *   into a text, which doubles with each level
 */
export function plainValue(document: Document): unknown {
  visit(document, {
    Pair(_, { key }) {
      const named = isAlias(key) ? key.resolve(document) : key;
      if (isCollection(named)) throw new Error("A key must be a text, not a map or a list");
    },
  });
  return document.toJS() as unknown;
}

/** The first line of a YAML reader's complaint; those that follow quote the text, which may hold secrets. */
export function yamlComplaint({ message }: Error): string {
  const line = message.split("\n", 1)[0]?.replace(/:$/, "") ?? "";
  // The reader calls itself for each level.
  return line.replace("Maximum call stack size exceeded", "Nested too deeply");
}

function notYaml(error: Error): string {
  return `is not YAML: ${foreignText(yamlComplaint(error))}`;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1));
}
