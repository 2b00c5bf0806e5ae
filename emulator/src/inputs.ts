import { z } from "zod";
import type { CatalogConnectionType } from "./catalogComponent.ts";
import type { Problems } from "./errors.ts";
import type { ExpressionType, InputMeta, InputValue, ManagedBy, ShownInput, VariableScope } from "./model.ts";

/** An input as mutations send it: the schema's `InputExpression`. */
export interface InputExpression {
  name: string;
  type?: string | null;
  value?: string | null;
  meta?: string | null;
}

const side = z.preprocess(
  (value) => (typeof value === "string" ? value.toLowerCase() : value),
  z.enum(["org", "customer"]),
);
const metaSchema = z.looseObject({ managedBy: side.optional(), inputScope: side.optional() });
const expressionTypes = ["COMPLEX", "CONFIGVAR", "REFERENCE", "TEMPLATE", "VALUE"] as const;

/** The meta of inputs that come without one, by the kind of their connection: a user stands for a customer. */
export function defaultMeta(scope: VariableScope, managedBy: ManagedBy): InputMeta {
  return {
    managedBy: managedBy === "CUSTOMER" || scope === "USER" ? "customer" : "org",
    inputScope: scope === "ORG" ? "org" : "customer",
  };
}

/**
 * Reads the inputs of a mutation against their connection type, and notes their problems.
 *
 * TEMPLATE inputs are dropped: the platform builds them.
 */
export function readInputs(
  expressions: readonly (InputExpression | null)[],
  type: CatalogConnectionType | undefined,
  fallback: InputMeta,
  problems: Problems,
): InputValue[] {
  const values = new Map<string, InputValue>();
  for (const expression of expressions) {
    if (expression === null) continue;
    const { name } = expression;
    const declared = type?.definition.inputs.find((input) => input.key === name);
    if (type && !declared) {
      problems.add("inputs", `"${name}" is not an input of the connection type "${type.definition.key}".`);
      continue;
    }
    if (declared?.type === "TEMPLATE") continue;
    const expressionType = (expression.type ?? "value").toUpperCase();
    if (!isExpressionType(expressionType)) {
      problems.add("inputs", `"${name}": "${expression.type}" is not a type of expression.`);
      continue;
    }
    const meta = readMeta(expression.meta, fallback);
    if (meta === undefined) {
      problems.add(
        "inputs",
        `"${name}": meta must be JSON like {"managedBy":"org","inputScope":"customer"}.`,
      );
      continue;
    }
    values.set(name, { name, type: expressionType, value: expression.value ?? "", meta });
  }
  return [...values.values()];
}

const isExpressionType = (type: string): type is ExpressionType =>
  (expressionTypes as readonly string[]).includes(type);

function readMeta(meta: string | null | undefined, fallback: InputMeta): InputMeta | undefined {
  if (meta === null || meta === undefined || meta === "") return fallback;
  try {
    const given = metaSchema.parse(JSON.parse(meta));
    return {
      ...given,
      managedBy: given.managedBy ?? fallback.managedBy,
      inputScope: given.inputScope ?? fallback.inputScope,
    };
  } catch {
    return undefined;
  }
}

/** The stored inputs after an update, which keeps those that it leaves out or clears them. */
export function mergedInputs(old: InputValue[], update: InputValue[], keepOmitted: boolean): InputValue[] {
  if (!keepOmitted) return update;
  const updated = new Map([...old, ...update].map((input) => [input.name, input]));
  return [...updated.values()];
}

/** An input of a connection, of credentials or of a config variable, with what is needed to show it. */
export interface PlacedInput {
  ownerId: string;
  input: ShownInput;
  type: CatalogConnectionType | undefined;
}

/** The inputs of an object, ready to be shown. */
export const placedInputs = (
  ownerId: string,
  inputs: readonly ShownInput[],
  type: CatalogConnectionType | undefined,
): PlacedInput[] => inputs.map((input) => ({ ownerId, input, type }));
