import { parseDocument } from "yaml";
import { foreignText } from "./foreignText.ts";

/** Largest definition, in megabytes; the designer is of no use long before that. */
const MOST_MEGABYTES = 16;

/** Levels of maps and lists; a definition that people make has a dozen. */
const MOST_LEVELS = 200;

/**
 * Explains why a tenant's definition of an integration cannot be read as YAML; undefined where it can. An empty text is
 * what a tenant has that shows none.
 */
export function unreadableDefinition(text: string): string | undefined {
  if (text.trim() === "") return undefined;
  if (Buffer.byteLength(text) > MOST_MEGABYTES * 1024 * 1024) return `is larger than ${MOST_MEGABYTES} MB`;
  try {
    const document = parseDocument(text, { logLevel: "error", merge: true });
    const [error] = document.errors;
    if (error !== undefined) return notYaml(error);
    // It expands aliases, and throws where these name nothing or grow without measure.
    const value: unknown = document.toJS();
    if (typeof value !== "object" || value === null || Array.isArray(value)) return "is not a YAML map";
    return isDeeper(value, MOST_LEVELS) ? `is nested in more than ${MOST_LEVELS} levels` : undefined;
  } catch (error) {
    return notYaml(error as Error);
  }
}

function notYaml({ message }: Error): string {
  // The lines that follow quote the text, which may hold secrets.
  return `is not YAML: ${foreignText(message.split("\n", 1)[0] ?? "").replace(/:$/, "")}`;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1));
}
