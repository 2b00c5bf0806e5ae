import { DomainError, notImplemented, PayloadError, recordNotFound, refuse } from "../errors.ts";
import {
  getNamedType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from "../graphql.ts";
import { mutations, type Mutation } from "../mutations/registry.ts";
import { allowed, mayMutate } from "../permissions.ts";
import { given, type ApiRequest } from "../request.ts";
import { prismaticSchema } from "../sdl.ts";
import { types } from "../types/registry.ts";
import { list, type ListArguments } from "./lists.ts";
import type { DefinedBy, Field } from "./objectType.ts";

type Resolver = GraphQLFieldResolver<unknown, ApiRequest>;

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

/** Answers a field that no type and no payload has, or fails with a clear error instead of an invented value. */
function leftOut(typeName: string, fieldName: string, request: ApiRequest): unknown {
  if (typeName.endsWith("Payload")) return null;
  if (fieldName in constants) return constants[fieldName];
  if (permission.test(fieldName)) return allowed(request, typeName, fieldName);
  throw notImplemented(`${typeName}.${fieldName}`);
}

/** The name of the type of which a field is a list, with pages. */
function listedType(field: GraphQLField<unknown, unknown>): string | undefined {
  const type = getNamedType(field.type);
  const nodes =
    isObjectType(type) && type.name.endsWith("Connection") ? type.getFields()["nodes"] : undefined;
  return nodes && getNamedType(nodes.type).name;
}

/**
 * Makes the resolver of a field, which asks the type of the record, or reads an object that has no type here. A list is
 * filtered, sorted and paged by the type of its records.
 */
function fieldResolver(typeName: string, field: GraphQLField<unknown, unknown>): Resolver {
  const listed = listedType(field);
  return (source, args: ListArguments, request) => {
    const { value, always } = read(source, typeName, field.name, request, args);
    if (listed === undefined || !Array.isArray(value)) return seen(typeName, field, value, request);
    return list(types[listed] ?? {}, value as never[], { ...args, ...always }, request);
  };
}

/** The record, or nothing where the caller may not see it; a field that cannot be null shows it all the same. */
function seen(
  typeName: string,
  { type }: GraphQLField<unknown, unknown>,
  record: unknown,
  request: ApiRequest,
): unknown {
  const visible = types[getNamedType(type).name]?.visible;
  if (!visible || !given(record) || isNonNullType(type) || visible(record as never, request)) return record;
  if (typeName === "RootQuery") throw recordNotFound();
  return null;
}

interface Answer {
  value: unknown;
  always?: Record<string, unknown>;
}

function read(source: unknown, typeName: string, name: string, request: ApiRequest, args: object): Answer {
  const object = (source ?? {}) as Record<string, unknown> & Partial<DefinedBy>;
  const definition = types[object.definedBy ?? typeName];
  if (!definition) return { value: name in object ? object[name] : leftOut(typeName, name, request) };
  const field: Field<never> | undefined = definition.fields[name];
  if (field === undefined) return { value: leftOut(typeName, name, request) };
  if (typeof field === "function") return { value: field(source as never, request, args as never) };
  if (field !== null && typeof field === "object" && "read" in field) {
    return { value: field.read(source as never, request, args as never), always: field.always };
  }
  return { value: field };
}

function refuseForbidden(mutation: string, request: ApiRequest): void {
  if (mayMutate(request, mutation)) return;
  const message = "You do not have permission to perform this action.";
  if (request.tenant.switches["permission-refusal"] === "payload-error") refuse("__all__", message);
  throw new DomainError(message);
}

function mutationResolver(name: string, mutation: Mutation | undefined): Resolver {
  return (_source, { input }: { input: { clientMutationId?: string } }, request) => {
    if (!mutation) throw notImplemented(`RootMutation.${name}`);
    const { clientMutationId = null } = input;
    try {
      refuseForbidden(name, request);
      const injected = request.stack.faults.takeForMutation(request.operationName, name);
      if (injected) throw new PayloadError([injected]);
      return { errors: [], clientMutationId, ...mutation(input as never, request) };
    } catch (error) {
      request.refusals.push((error as Error).message);
      if (!(error instanceof PayloadError)) throw error;
      return { errors: error.problems, clientMutationId };
    }
  };
}

/** Prismatic's whole schema, executable; the parts that the emulator leaves out fail when they are asked for. */
export function buildApiSchema(): GraphQLSchema {
  const schema = prismaticSchema();
  const mutationType = schema.getMutationType();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    for (const field of Object.values(type.getFields())) {
      field.resolve =
        type === mutationType
          ? mutationResolver(field.name, mutations[field.name])
          : fieldResolver(type.name, field);
    }
  }
  return schema;
}
