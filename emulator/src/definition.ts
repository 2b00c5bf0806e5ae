import { parse } from "yaml";

/** A config variable of an integration that holds a connection. */
export interface ConnectionVariable {
  key: string;
  /** The stable key, where it uses a reusable connection. */
  stableKey: string | null;
}

/** What the emulator reads in an integration's definition. */
export interface DefinitionFacts {
  name: string | null;
  description: string | null;
  category: string | null;
  connectionVariables: ConnectionVariable[];
}

const known = new Map<string, DefinitionFacts>();
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
const text = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** Reads a definition (YAML, definitionVersion 7). */
export function definitionFacts(definition: string): DefinitionFacts {
  let facts = known.get(definition);
  if (!facts) {
    facts = read(definition);
    known.set(definition, facts);
  }
  return facts;
}

function read(definition: string): DefinitionFacts {
  const document: unknown = parse(definition);
  if (!isRecord(document)) throw new Error("An integration's definition must be a YAML map");
  const variables = Array.isArray(document["requiredConfigVars"]) ? document["requiredConfigVars"] : [];
  const connectionVariables = variables.filter(isRecord).flatMap((variable) => {
    const key = text(variable["key"]);
    const stableKey = text(variable["useScopedConfigVar"]);
    const isConnection =
      stableKey !== null || isRecord(variable["connection"]) || variable["dataType"] === "connection";
    return key !== null && isConnection ? [{ key, stableKey }] : [];
  });
  return {
    name: text(document["name"]),
    description: text(document["description"]),
    category: text(document["category"]),
    connectionVariables,
  };
}
