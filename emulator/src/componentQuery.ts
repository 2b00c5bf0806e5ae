import { z } from "zod";
import type { ComponentDefinition } from "./catalogData.ts";
import { DomainError } from "./errors.ts";

type Query = [string, ...unknown[]];

const querySchema: z.ZodType<Query> = z.tuple([z.string()]).rest(z.unknown());

/**
 * Tells a component that passes `filterQuery`: JSON such as `["or",["in","key","slack"],["in","label","slack"]]`,
 * in which `in` means "one of" for a list and "contained in" for a text, as prism's search uses it.
 */
export function matchesComponentQuery(filterQuery: string, definition: ComponentDefinition): boolean {
  return filterQuery === "" || evaluate(parse(filterQuery), definition);
}

function parse(filterQuery: string): Query {
  try {
    return querySchema.parse(JSON.parse(filterQuery));
  } catch {
    throw new DomainError(`filterQuery must be a JSON list that begins with an operator: ${filterQuery}`);
  }
}

function evaluate(query: Query, definition: ComponentDefinition): boolean {
  const [operator, ...operands] = query;
  const nested = (): Query[] => operands.map((operand) => querySchema.parse(operand));
  if (operator === "and") return nested().every((each) => evaluate(each, definition));
  if (operator === "or") return nested().some((each) => evaluate(each, definition));
  if (operator === "not") return !nested().some((each) => evaluate(each, definition));
  const [field, wanted] = operands;
  const actual = fieldOf(field, definition);
  if (operator === "eq") return actual === wanted;
  if (operator === "in" && Array.isArray(wanted)) return wanted.includes(actual);
  if (operator === "in") return String(actual).toLowerCase().includes(String(wanted).toLowerCase());
  throw new DomainError(`The emulator does not implement the operator "${operator}" of filterQuery yet`);
}

function fieldOf(field: unknown, definition: ComponentDefinition): unknown {
  const { key, label, description, category, public: isPublic } = definition;
  const fields = new Map<unknown, unknown>(
    Object.entries({ key, label, description, category, public: isPublic }),
  );
  if (!fields.has(field)) {
    throw new DomainError(`The emulator does not implement the field "${String(field)}" of filterQuery yet`);
  }
  return fields.get(field);
}
