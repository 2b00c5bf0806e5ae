import { makeExecutableSchema } from "@graphql-tools/schema";
import {
  isObjectType,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
} from "./graphql.ts";
import { dataFile } from "./catalogData.ts";
import { notImplemented, PayloadError } from "./errors.ts";
import type { ApiRequest, RootField, View } from "./request.ts";
import { mutations, queries } from "./resolvers/root.ts";

type Resolver = GraphQLFieldResolver<View, ApiRequest, Record<string, unknown>>;

/** Fields that say nothing about a tenant and are the same for every object. */
const constants: Record<string, unknown> = {
  starred: false,
  labels: [],
  attachments: [],
  avatarUrl: null,
  avatarIconUrl: null,
  iconUrl: null,
  searchTerms: null,
};

const permission = /^allow[A-Z]/;

/**
 * Reads a field of a view. A field that no view has fails with a clear error instead of an invented value.
 */
const readField: Resolver = (source, args, _request, info) => {
  const { fieldName, parentType } = info;
  if (fieldName in source) {
    const value = source[fieldName];
    return typeof value === "function" ? (value as (args: unknown) => unknown)(args) : value;
  }
  if (parentType.name.endsWith("Payload")) return null;
  if (fieldName in constants) return constants[fieldName];
  if (permission.test(fieldName)) return true;
  throw notImplemented(`${parentType.name}.${fieldName}`);
};

const runQuery =
  (_name: string, query: RootField): Resolver =>
  (_source, args, request) =>
    query(args as never, request);

const runMutation =
  (name: string, mutation: RootField): Resolver =>
  (_source, args, request) => {
    const { clientMutationId = null } = (args["input"] ?? {}) as { clientMutationId?: string };
    try {
      const injected = request.stack.faults.takeForMutation(request.operationName, name);
      if (injected) throw new PayloadError([injected]);
      return { errors: [], clientMutationId, ...(mutation(args as never, request) as View) };
    } catch (error) {
      request.refusals.push((error as Error).message);
      if (!(error instanceof PayloadError)) throw error;
      return { errors: error.problems, clientMutationId };
    }
  };

function attach(
  type: GraphQLObjectType | null | undefined,
  fields: Record<string, RootField>,
  run: (name: string, field: RootField) => Resolver,
): void {
  for (const [name, definition] of Object.entries(type?.getFields() ?? {})) {
    const field = fields[name];
    definition.resolve =
      field === undefined
        ? () => {
            throw notImplemented(`${type?.name}.${name}`);
          }
        : (run(name, field) as GraphQLFieldResolver<unknown, unknown>);
  }
}

/** Prismatic's whole schema, executable; what the emulator leaves out says so when it is asked for. */
export function buildApiSchema(): GraphQLSchema {
  const schema = makeExecutableSchema({
    typeDefs: [dataFile("prismatic.graphql"), dataFile("extensions.graphql")],
    assumeValidSDL: true,
  });
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    for (const field of Object.values(type.getFields())) {
      field.resolve = readField as GraphQLFieldResolver<unknown, unknown>;
    }
  }
  attach(schema.getQueryType(), queries, runQuery);
  attach(schema.getMutationType(), mutations, runMutation);
  return schema;
}
