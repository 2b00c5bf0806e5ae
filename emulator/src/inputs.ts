import { z } from "zod";
import type { CatalogConnectionType } from "./catalogComponent.ts";
import type { Problems } from "./errors.ts";
import type { ExpressionType, InputMeta, InputValue, ManagedBy, ShownInput, VariableScope } from "./model.ts";
import { storedText } from "./storedForm.ts";
import type { Tenant } from "./tenant.ts";
import { metaAfterUpdate } from "./writeOnly.ts";

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

/** The circumstances in which a mutation sends inputs. */
interface InputContext {
  tenant: Tenant;
  type: CatalogConnectionType | undefined;
  /** The meta of an input that comes without one. */
  fallback: (name: string) => InputMeta;
  /** The inputs that an update finds. */
  old?: readonly InputValue[];
}

/**
 * Reads the inputs of a mutation against their connection type, and notes their problems. An input without a value keeps
 * the one that it has.
 *
 * TEMPLATE inputs are dropped: the platform builds them.
 */
export function readInputs(
  expressions: readonly (InputExpression | null)[],
  context: InputContext,
  problems: Problems,
): InputValue[] {
  const values = new Map<string, InputValue>();
  for (const expression of expressions) {
    const input = expression && readInput(expression, context, problems);
    if (input) values.set(input.name, input);
  }
  return [...values.values()];
}

function readInput(
  expression: InputExpression,
  { tenant, type, fallback, old = [] }: InputContext,
  problems: Problems,
): InputValue | undefined {
  const { name } = expression;
  const declared = type?.definition.inputs.find((input) => input.key === name);
  if (type && !declared) {
    if (tenant.switches["unknown-input"] === "refused") {
      problems.add("inputs", `"${name}" is not an input of the connection type "${type.definition.key}".`);
    }
    return undefined;
  }
  if (declared?.type === "TEMPLATE") return undefined;
  const expressionType = (expression.type ?? "value").toUpperCase();
  if (!isExpressionType(expressionType)) {
    problems.add("inputs", `"${name}": "${expression.type}" is not a type of expression.`);
    return undefined;
  }
  const read = readMeta(expression.meta, fallback(name));
  if (read === undefined) {
    problems.add("inputs", `"${name}": meta must be JSON like {"managedBy":"org","inputScope":"customer"}.`);
    return undefined;
  }
  const before = old.find((input) => input.name === name);
  const meta = metaAfterUpdate(
    tenant,
    before,
    { name, meta: read, wasSent: Boolean(expression.meta) },
    problems,
  );
  return {
    name,
    type: expressionType,
    value: storedText(tenant, expression.value ?? before?.value ?? ""),
    meta,
  };
}

const isExpressionType = (type: string): type is ExpressionType =>
  (expressionTypes as readonly string[]).includes(type);

function readMeta(meta: string | null | undefined, fallback: InputMeta): InputMeta | undefined {
  if (meta === null || meta === undefined || meta === "") return fallback;
  try {
    const sent = metaSchema.parse(JSON.parse(meta));
    return {
      ...sent,
      managedBy: sent.managedBy ?? fallback.managedBy,
      inputScope: sent.inputScope ?? fallback.inputScope,
    };
  } catch {
    return undefined;
  }
}

/** Inputs of a new connection, the global ones that were sent empty with the defaults of its component. */
export const withDefaults = (inputs: InputValue[], type: CatalogConnectionType | undefined): InputValue[] =>
  inputs.map((input) => {
    const declared = type?.definition.inputs.find(({ key }) => key === input.name)?.default;
    return input.value === "" && input.meta.inputScope === "org"
      ? { ...input, value: String(declared ?? "") }
      : input;
  });

/** The stored inputs after an update, which keeps those that it leaves out or clears them. */
export function mergedInputs<T extends ShownInput>(old: T[], update: T[], keepOmitted: boolean): T[] {
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
