import { z } from "zod";
import { dataFile } from "./catalogData.ts";
import {
  buildASTSchema,
  extendSchema,
  isEnumType,
  Kind,
  parse,
  parseType,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  type InputValueDefinitionNode,
} from "./graphql.ts";

const newerArguments = z.array(
  z.object({ type: z.string(), field: z.string(), argument: z.string(), graphqlType: z.string() }),
);

let schema: GraphQLSchema | undefined;

/** Prismatic's schema with all that newer clients use; one for the process, because it takes a while to build. */
export const prismaticSchema = (): GraphQLSchema => (schema ??= readSchema());

/** The values of an enum of the schema. */
export function enumValues(name: string): ReadonlySet<string> {
  const type = prismaticSchema().getType(name);
  if (!isEnumType(type)) throw new Error(`The schema has no enum ${name}`);
  return new Set(type.getValues().map((value) => value.name));
}

function readSchema(): GraphQLSchema {
  const options = { assumeValidSDL: true };
  const published = mended(parse(dataFile("prismatic.graphql"), { noLocation: true }));
  const newer = parse(dataFile("newer.graphql"), { noLocation: true });
  return extendSchema(buildASTSchema(published, options), newer, options);
}

/** Adds what no GraphQL extension can say: arguments of existing fields, and an input that is no longer required. */
function mended(document: DocumentNode): DocumentNode {
  const added = newerArguments.parse(JSON.parse(dataFile("newer-arguments.json")));
  const argumentsOf = (type: string, field: string): InputValueDefinitionNode[] =>
    added
      .filter((each) => each.type === type && each.field === field)
      .map(({ argument, graphqlType }) => ({
        kind: Kind.INPUT_VALUE_DEFINITION,
        name: { kind: Kind.NAME, value: argument },
        type: parseType(graphqlType),
      }));
  return {
    ...document,
    definitions: document.definitions.map((definition) => {
      if (definition.kind === Kind.OBJECT_TYPE_DEFINITION) {
        const withArguments = (field: FieldDefinitionNode): FieldDefinitionNode => ({
          ...field,
          arguments: [...(field.arguments ?? []), ...argumentsOf(definition.name.value, field.name.value)],
        });
        return { ...definition, fields: definition.fields?.map(withArguments) };
      }
      if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
        const { name, fields } = definition;
        return name.value === "ImportWorkflowInput"
          ? { ...definition, fields: fields?.map(withoutRequirement("definition")) }
          : definition;
      }
      return definition;
    }),
  };
}

const withoutRequirement =
  (name: string) =>
  (field: InputValueDefinitionNode): InputValueDefinitionNode =>
    field.name.value === name && field.type.kind === Kind.NON_NULL_TYPE
      ? { ...field, type: field.type.type }
      : field;
