import { dataFile } from "./catalogData.ts";
import { Kind, parse } from "./graphql.ts";

let known: Map<string, Set<string>> | undefined;

/** The values of an enum of the schema, with those that newer clients know. */
export function enumValues(name: string): ReadonlySet<string> {
  known ??= readEnums();
  const values = known.get(name);
  if (!values) throw new Error(`The schema has no enum ${name}`);
  return values;
}

function readEnums(): Map<string, Set<string>> {
  const enums = new Map<string, Set<string>>();
  for (const file of ["prismatic.graphql", "extensions.graphql"]) {
    for (const definition of parse(dataFile(file), { noLocation: true }).definitions) {
      if (definition.kind !== Kind.ENUM_TYPE_DEFINITION && definition.kind !== Kind.ENUM_TYPE_EXTENSION)
        continue;
      const values = enums.get(definition.name.value) ?? new Set();
      for (const { name } of definition.values ?? []) values.add(name.value);
      enums.set(definition.name.value, values);
    }
  }
  return enums;
}
