import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Kind, parse, type DocumentNode } from "../graphql.ts";

/** An operation that a client sends. */
export interface ClientDocument {
  name: string;
  document: DocumentNode;
}

/** A template that begins like an operation; the look-ahead lets the next one begin at its end. */
const operation = /`(?=(\s*(?:(?:query|mutation)\s+\w|(?:query|mutation)?\s*\{\s*\w)[^`]*)`)/g;

const folderOf = (packageName: string): string =>
  dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`));

/** Every operation that stands in the built files of a client's package. */
export function clientDocuments(packageName: string, folder: string): ClientDocument[] {
  const root = join(folderOf(packageName), folder);
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".js"),
  );
  return files.flatMap((file) => documentsIn(readFileSync(join(root, file), "utf8")));
}

function documentsIn(source: string): ClientDocument[] {
  return [...source.matchAll(operation)].flatMap(([, text = ""]) => {
    const document = parsed(
      text.replaceAll(/\$\{(\w+)\}/g, (_whole, name: string) => constant(source, name)),
    );
    return document ? [{ name: nameOf(document), document }] : [];
  });
}

/** The text of a template that the source keeps under a name: a fragment that several operations share. */
const constant = (source: string, name: string): string =>
  new RegExp(`\\b${name}\\s*=\\s*\`([^\`]*)\``).exec(source)?.[1] ?? "";

/** Parses a template; one that only begins like an operation is none. */
function parsed(text: string): DocumentNode | undefined {
  try {
    return parse(text, { noLocation: true });
  } catch {
    return undefined;
  }
}

/** The name of an operation, or the first field of one without a name. */
function nameOf({ definitions }: DocumentNode): string {
  const operation = definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  const [field] = operation?.selectionSet.selections ?? [];
  return operation?.name?.value ?? (field?.kind === Kind.FIELD ? field.name.value : "");
}
