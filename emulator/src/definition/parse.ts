import { LineCounter, parseDocument, visit, type Document } from "yaml";
import type { z } from "zod";
import { definitionSchema, definitionVersion, type Definition } from "./schema.ts";

/** A definition as it was sent, or its problems, each with its place. */
export type Parsed = { definition: Definition; problems: [] } | { definition: undefined; problems: string[] };

const refused = (...problems: string[]): Parsed => ({ definition: undefined, problems });

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads a definition and checks its structure. */
export function parseDefinition(text: string): Parsed {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  if (document.errors.length > 0) {
    return refused(
      ...document.errors.map(({ pos, message }) => {
        const { line, col } = lineCounter.linePos(pos[0]);
        return `Line ${line}, column ${col}: ${message}`;
      }),
    );
  }
  keepDigits(document);
  const value: unknown = document.toJS();
  if (!isRecord(value)) return refused("A definition is a YAML map with definitionVersion, name and flows.");
  const version = value["definitionVersion"];
  if (version === undefined && ("trigger" in value || "steps" in value)) {
    return refused(
      "definitionVersion is missing: this is a legacy definition with a trigger and steps at its top. " +
        "Export the integration again to get one with flows.",
    );
  }
  if (version !== definitionVersion) {
    return refused(`definitionVersion: ${definitionVersion} is expected, not ${JSON.stringify(version)}.`);
  }
  const parsed = definitionSchema.safeParse(value);
  return parsed.success
    ? { definition: parsed.data, problems: [] }
    : refused(...parsed.error.issues.flatMap((issue) => problemsOf(issue, [])));
}

/**
 * Keeps numbers as text that would come back as others: codes, telephone numbers and commits that look like numbers lose
 * their zeros, signs or digits.
 */
function keepDigits(document: Document): void {
  visit(document, {
    Scalar(_key, node) {
      const isChanged = typeof node.value === "number" && String(node.value) !== node.source;
      if (isChanged && node.source !== undefined) node.value = node.source;
    },
  });
}

/** The problems of an issue; of a union's alternatives, those of the one that fits best. */
function problemsOf(issue: z.core.$ZodIssue, above: PropertyKey[]): string[] {
  const path = [...above, ...issue.path];
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const closest = issue.errors.toSorted((a, b) => depth(b) - depth(a))[0] ?? [];
    if (depth(closest) > 0) return closest.flatMap((each) => problemsOf(each, path));
  }
  return [`${placeOf(path)}: ${issue.message}`];
}

const depth = (issues: z.core.$ZodIssue[]): number => Math.max(0, ...issues.map(({ path }) => path.length));

/** A path as text: `flows[0].steps[2].inputs["my input"].value`. */
export function placeOf(path: PropertyKey[]): string {
  return path
    .map((part, index) => {
      if (typeof part === "number") return `[${part}]`;
      const key = String(part);
      if (!/^[\w-]+$/.test(key)) return `[${JSON.stringify(key)}]`;
      return index === 0 ? key : `.${key}`;
    })
    .join("");
}
