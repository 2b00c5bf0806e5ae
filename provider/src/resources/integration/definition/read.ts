import { isMap, parseDocument, visit, type Document, type YAMLMap } from "yaml";
import { excessOfText, excessOfValue, plainValue, yamlComplaint } from "../../../tenant/definitionText.ts";
import { exactValue } from "./exact.ts";
import { definitionSchema, type DefinitionValue } from "./schema.ts";

/** Version of the form that this package edits. */
const DEFINITION_VERSION = 7;

/** An integration's definition: its text and the parsed value. */
export interface Definition {
  readonly text: string;
  readonly value: DefinitionValue;
  /** The value as it is written, for comparisons. */
  readonly exact: unknown;
}

/** The two ways to build an integration. */
export type BuiltIn = "designer" | "code";

/** Reads a definition, or says everything that is wrong with its form. */
export function readDefinition(
  text: string,
  builtIn: BuiltIn = "designer",
): { definition: Definition } | { problems: string[] } {
  if (/\r(?!\n)/.test(text)) {
    return { problems: ["has line breaks without a line feed (CR alone). Save it with LF or CRLF"] };
  }
  const tooLarge = excessOfText(text);
  if (tooLarge !== undefined) return { problems: [tooLarge] };
  const document = parse(text);
  const [error] = document.errors;
  if (error !== undefined) return { problems: [`is not YAML: ${yamlComplaint(error)}`] };
  const read = valueOf(document);
  if ("problem" in read) return { problems: [read.problem] };
  const { value } = read;
  const tooDeep = excessOfValue(value);
  if (tooDeep !== undefined) return { problems: [tooDeep] };
  if (!isMap(document.contents)) return { problems: ["must be a YAML map, as Prismatic exports it"] };
  const refusal = refuseForm(value as Record<string, unknown>, builtIn);
  if (refusal !== undefined) return { problems: [refusal] };
  const parsed = definitionSchema.safeParse(value);
  // The parsed value would have its keys in the order of the schema.
  if (parsed.success)
    return { definition: { text, value: value as DefinitionValue, exact: exactValue(document) } };
  return { problems: parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) };
}

/** Reads a definition of either kind, where the form of the other is none of the caller's concern. */
export function readEither(text: string): Definition | undefined {
  const [read] = (["designer", "code"] as const)
    .map((builtIn) => readDefinition(text, builtIn))
    .filter((each) => "definition" in each);
  return read?.definition;
}

/** Explains why the text can be read but not edited; undefined where it can be edited. */
export function refuseEdit({ text }: Definition): string | undefined {
  let shared = false;
  visit(parse(text), {
    Alias: () => {
      shared = true;
      return visit.BREAK;
    },
  });
  if (!shared) return undefined;
  return (
    "shares parts by YAML aliases (*name), so that changing one place would change others. Write them out, as " +
    "Prismatic does: prism integrations:export"
  );
}

/** A document of the text, to be changed and then applied to the text. */
export function editable(text: string): Document<YAMLMap> {
  return parseDocument<YAMLMap>(text);
}

/** Reads the exact value of a text that is known to be YAML. @throws Error where it is not */
export function exactly(text: string): unknown {
  const document = parse(text);
  const [error] = document.errors;
  if (error !== undefined) throw error;
  return exactValue(document);
}

/** The plain value; an alias can name nothing, or so much that nobody would write it. */
function valueOf(document: Document): { value: unknown } | { problem: string } {
  try {
    return { value: plainValue(document) };
  } catch (error) {
    return { problem: `is not YAML: ${yamlComplaint(error as Error)}` };
  }
}

function parse(text: string): Document {
  // By itself, a silent parser takes the first one of several documents.
  return parseDocument(text, { logLevel: "error", merge: true });
}

function refuseForm(value: Record<string, unknown>, builtIn: BuiltIn): string | undefined {
  const isCodeNative = value.isCodeNative === true;
  if (isCodeNative && builtIn === "designer") {
    return (
      "is that of a code-native integration, which is imported from its built bundle: new CodeNativeIntegration(...), or " +
      "prism integrations:import in its project"
    );
  }
  if (!isCodeNative && builtIn === "code") return "is not that of a code-native integration";
  const version = value.definitionVersion;
  if (typeof version === "number" && version >= DEFINITION_VERSION) return undefined;
  const found =
    version === undefined ? "has no definitionVersion" : `has definitionVersion ${shown(version)}`;
  return (
    `is of a form that Prismatic no longer writes: it ${found}, this needs ${DEFINITION_VERSION}. Import it once by ` +
    "hand and export it again: prism integrations:import --path FILE, then prism integrations:export ID"
  );
}

/** A version in a message; anything else at its place may hold secrets. */
function shown(version: unknown): string {
  const isVersion = typeof version === "number" || (typeof version === "string" && version.length <= 8);
  return isVersion ? JSON.stringify(version) : "that is no number";
}
