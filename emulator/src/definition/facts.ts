import { parseDefinition } from "./parse.ts";
import type { ComponentReference, ConfigVariable, Definition } from "./schema.ts";
import { componentReferences } from "./walk.ts";

/** A config variable of an integration that holds a connection. */
export interface ConnectionVariable {
  key: string;
  /** The stable key, where it uses a reusable connection. */
  stableKey: string | null;
}

/** The parts of a stored definition that the emulator looks up again and again. */
export interface DefinitionFacts {
  definition: Definition;
  connectionVariables: ConnectionVariable[];
  /** The component of each step, connection and data source. */
  components: ComponentReference["component"][];
}

const known = new Map<string, DefinitionFacts>();

/** Tells a config variable that holds a connection, its own or a reusable one. */
export const isConnection = ({ connection, useScopedConfigVar }: ConfigVariable): boolean =>
  connection !== undefined || useScopedConfigVar !== undefined;

/** Reads a definition that was checked when it was stored. */
export function definitionFacts(text: string): DefinitionFacts {
  let facts = known.get(text);
  if (!facts) {
    const { definition, problems } = parseDefinition(text);
    if (!definition) throw new Error(`A stored definition is broken: ${problems.join(" ")}`);
    facts = {
      definition,
      connectionVariables: connectionVariables(definition),
      components: componentReferences(definition).map(({ value }) => value.component),
    };
    known.set(text, facts);
  }
  return facts;
}

const connectionVariables = ({ requiredConfigVars = [] }: Definition): ConnectionVariable[] =>
  requiredConfigVars
    .filter(isConnection)
    .map(({ key, useScopedConfigVar }) => ({ key, stableKey: useScopedConfigVar ?? null }));
