import { expect, test } from "vitest";
import { getNamedType, isEnumType, isInputObjectType, isObjectType } from "../graphql.ts";
import { buildApiSchema } from "../graph/schema.ts";
import { types } from "./registry.ts";

const schema = buildApiSchema();
const objectTypes = Object.values(schema.getTypeMap()).filter(isObjectType);

/** The arguments of all lists of a type, and the values of its order. */
function listArguments(name: string): { filters: Set<string>; orders: Set<string> } {
  const args = objectTypes
    .flatMap((type) => Object.values(type.getFields()))
    .filter(({ type }) => {
      const page = getNamedType(type);
      const nodes = isObjectType(page) ? page.getFields()["nodes"] : undefined;
      return nodes && getNamedType(nodes.type).name === name;
    })
    .flatMap((field) => field.args);
  const orders = args.flatMap(({ name: argument, type }) => {
    const order = getNamedType(type);
    if (argument !== "orderBy" || !isInputObjectType(order)) return [];
    const field = getNamedType(order.getFields()["field"]!.type);
    return isEnumType(field) ? field.getValues().map((value) => value.name) : [];
  });
  return { filters: new Set(args.map((arg) => arg.name)), orders: new Set(orders) };
}

test.each(Object.entries(types))(
  "%s has no field, filter or order that the schema lacks",
  (name, { fields, filters = {}, defaults = {}, orders = {} }) => {
    const type = schema.getType(name);
    const known = new Set(isObjectType(type) ? Object.keys(type.getFields()) : []);
    const allowed = listArguments(name);
    expect(Object.keys(fields).filter((field) => !known.has(field))).toEqual([]);
    expect(Object.keys(filters).filter((filter) => !allowed.filters.has(filter))).toEqual([]);
    expect(Object.keys(defaults).filter((argument) => !(argument in filters))).toEqual([]);
    expect(Object.keys(orders).filter((order) => !allowed.orders.has(order))).toEqual([]);
  },
);
