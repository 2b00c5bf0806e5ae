import { z } from "zod";
import type { ConnectionType, InputValue as TenantValue, TenantConnection } from "../../tenant/operation.ts";
import type { InputExpression } from "../../tenant/operations.generated.ts";
import type { InputValue } from "./values.ts";
import { ownValue } from "../../tenant/ownValue.ts";

const GLOBAL: InputOwner = { managedBy: "org", inputScope: "org" };

const meta = z.looseObject({
  managedBy: z.string().optional(),
  inputScope: z.string().optional(),
  writeOnly: z.boolean().optional(),
});

/** The known values of a connection: plain and secret ones in one map. */
export type KnownValues = Record<string, InputValue>;

/** The party that supplies an input, and the scope that it is supplied for. */
export interface Owner {
  managedBy: string;
  variableScope: string;
}

/** The owner that a connection of the tenant names, in the letter case in which the API takes it. */
export function ownerOf({ variableScope, managedBy }: Owner): Owner {
  return { variableScope: variableScope.toLowerCase(), managedBy: managedBy.toLowerCase() };
}

/** The party that supplies one input, and whether its value is for all customers. */
export interface InputOwner {
  managedBy: string;
  inputScope: "org" | "customer";
}

/** Values that a connection of the tenant holds: the readable ones, and the names of the others. */
export interface HeldValues {
  readable: KnownValues;
  writeOnly: string[];
}

/** Values of a connection that are sent, and what becomes of the inputs without one. */
export interface SentInputs {
  declared: KnownValues;
  /** Inputs that were declared until now: they get the component's default. */
  removed?: readonly string[];
  /** Owner of an input; undefined leaves the owner that the tenant names, if it has the input already. */
  decided: (input: string) => InputOwner | undefined;
  /** Owner of an input that the tenant does not have yet, or that the program no longer decides about. */
  byDefault: (input: string) => InputOwner;
  /** Inputs about whose owner the program no longer decides. */
  released?: readonly string[];
  /** Inputs that no client can read back from now on. */
  writeOnly?: readonly string[];
}

/**
 * All inputs of a connection as a creation or an update sends them. Every input that can be entered is there, because
 * Prismatic may clear those that are left out: declared ones as global values, those that the tenant holds as they are,
 * the others with the component's default, as the web app's form fills them in. An input's mark as write-only stays.
 */
export function toExpressions(
  type: ConnectionType,
  kind: Owner,
  { declared, removed = [], decided, byDefault, released = [], writeOnly = [] }: SentInputs,
  held: TenantConnection | undefined,
): InputExpression[] {
  const before = new Map(held?.inputs?.nodes.map((expression) => [expression.name, expression]));
  return type.inputs.nodes
    .filter((field) => field.type !== "TEMPLATE")
    .map(({ key, default: fromComponent }) => {
      const old = before.get(key);
      const value = ownValue(declared, key);
      const marks = writeOnly.includes(key) ? { writeOnly: true } : {};
      const isFree = old === undefined || removed.includes(key) || released.includes(key);
      const owner = value === undefined ? (decided(key) ?? (isFree ? byDefault(key) : undefined)) : GLOBAL;
      const meta = mergedMeta(old, { ...owner, ...marks });
      if (value !== undefined) return { name: key, ...encode(value), meta };
      const isKept = old !== undefined && (!isGlobal(old, kind) || (old.hasValue && !removed.includes(key)));
      if (isKept) return { name: key, type: old.type.toLowerCase(), value: old.value, meta };
      return { name: key, type: "value", value: fromComponent ?? "", meta };
    });
}

/**
 * The global values that the tenant holds for a connection. A component's default does not count, except where it is
 * declared.
 */
export function heldValues(
  connection: TenantConnection,
  kind: Owner,
  { type, declared }: { type: ConnectionType | undefined; declared: readonly string[] },
): HeldValues {
  const readable = new Map<string, KnownValues[string]>();
  const writeOnly: string[] = [];
  const defaults = new Map(type?.inputs.nodes.map((field) => [field.key, field.default]));
  for (const expression of connection.inputs?.nodes ?? []) {
    const { name, value, hasValue } = expression;
    if (!hasValue || !isGlobal(expression, kind)) continue;
    if (value === "") writeOnly.push(name);
    else if (declared.includes(name) || value !== defaults.get(name)) readable.set(name, decode(expression));
  }
  return { readable: Object.fromEntries(readable), writeOnly };
}

/** A value as the API takes it. */
export function encode(value: InputValue): { type: string; value: string } {
  if (typeof value === "string") return { type: "value", value };
  const items = Array.isArray(value)
    ? value.map((item) => ({ type: "value", value: item }))
    : Object.entries(value).map(([name, item]) => ({ name, type: "value", value: item }));
  return { type: "complex", value: JSON.stringify(items) };
}

const complexItem = z.object({
  name: z.union([z.string(), z.object({ value: z.string() }).transform((name) => name.value)]).optional(),
  value: z.string(),
});

/** A value as the API returns it. */
export function decode(expression: TenantValue): InputValue {
  if (expression.type !== "COMPLEX") return expression.value;
  const parsed = z.array(complexItem).safeParse(parsedJson(expression.value));
  if (!parsed.success) return expression.value;
  const named = parsed.data.some((item) => item.name !== undefined);
  if (!named) return parsed.data.map((item) => item.value);
  return Object.fromEntries(parsed.data.map((item) => [item.name ?? "", item.value]));
}

/** True where a value is the same for all customers. */
export function isGlobal(expression: TenantValue, kind: Owner): boolean {
  return scopeOf(expression, kind) === "org";
}

/** The scope of an input: `org` for all customers, `customer` for one. Without a mark it is the kind's. */
export function scopeOf(expression: TenantValue, kind: Owner): string {
  return (
    parsedMeta(expression).inputScope?.toLowerCase() ?? (kind.variableScope === "org" ? "org" : "customer")
  );
}

/** Names of the inputs that no client can read back. */
export function writeOnlyInputs(connection: TenantConnection): string[] {
  return (connection.inputs?.nodes ?? [])
    .filter((input) => parsedMeta(input).writeOnly === true)
    .map(({ name }) => name);
}

/**
 * The inputs that a connection of the tenant supplies for all customers. Those of the organization's own are kept
 * apart.
 */
export function globallySupplied(connection: TenantConnection, owner: Owner): string[] {
  if (owner.variableScope === "org") return [];
  const nodes = connection.inputs?.nodes ?? [];
  return nodes.filter((input) => input.hasValue && isGlobal(input, owner)).map(({ name }) => name);
}

function mergedMeta(old: TenantValue | undefined, wanted: Partial<InputOwner> & { writeOnly?: boolean }) {
  return JSON.stringify({ ...(old === undefined ? {} : parsedMeta(old)), ...wanted });
}

function parsedMeta(expression: TenantValue): z.output<typeof meta> {
  const parsed = meta.safeParse(parsedJson(expression.meta ?? "{}"));
  return parsed.success ? parsed.data : {};
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
