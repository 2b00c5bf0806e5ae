import { dataFile } from "./catalogData.ts";
import { Kind, parse } from "./graphql.ts";

const files = ["prismatic.graphql", "extensions.graphql"];

/** The texts of Prismatic's schema and of the extensions that newer clients use. */
export const schemaSources = (): string[] => files.map(dataFile);

let enums: Map<string, Set<string>> | undefined;

/** The values of an enum of the schema. */
export function enumValues(name: string): ReadonlySet<string> {
  enums ??= readEnums();
  const values = enums.get(name);
  if (!values) throw new Error(`The schema has no enum ${name}`);
  return values;
}

function readEnums(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const source of schemaSources()) {
    for (const definition of parse(source, { noLocation: true }).definitions) {
      if (definition.kind !== Kind.ENUM_TYPE_DEFINITION && definition.kind !== Kind.ENUM_TYPE_EXTENSION)
        continue;
      const values = found.get(definition.name.value) ?? new Set();
      for (const { name } of definition.values ?? []) values.add(name.value);
      found.set(definition.name.value, values);
    }
  }
  return found;
}
