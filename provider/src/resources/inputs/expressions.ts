import { z } from "zod";
import type { ConnectionType, InputValue as TenantValue, TenantConnection } from "../../tenant/operation.ts";
import type { InputExpression } from "../../tenant/operations.generated.ts";
import { looksSecret } from "./secretNames.ts";
import type { InputValue } from "./values.ts";

const meta = z.looseObject({ managedBy: z.string().optional(), inputScope: z.string().optional() });

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

const GLOBAL = { managedBy: "org", inputScope: "org" };

/** Values that a connection of the tenant holds: the readable ones, and the names of the others. */
export interface HeldValues {
  readable: KnownValues;
  writeOnly: string[];
}

/**
 * All inputs of a connection as an update sends them. Every input that can be entered is there, because Prismatic
 * may clear those that are left out: declared ones as global values, customer-specific ones as they are, the others
 * with the component's default, as the web app's form fills them in.
 */
export function toExpressions(
  type: ConnectionType,
  kind: Owner,
  declared: KnownValues,
  held: TenantConnection | undefined,
): InputExpression[] {
  const before = new Map(held?.inputs?.nodes.map((expression) => [expression.name, expression]));
  return type.inputs.nodes
    .filter((field) => field.type !== "TEMPLATE")
    .map(({ key, default: byDefault }) => {
      const old = before.get(key);
      const value = declared[key];
      if (value !== undefined) return { name: key, ...encode(value), meta: mergedMeta(old, GLOBAL) };
      if (old !== undefined && !isGlobal(old, kind)) {
        return {
          name: key,
          type: old.type.toLowerCase(),
          value: old.value,
          meta: mergedMeta(old, kindDefault(kind)),
        };
      }
      return { name: key, type: "value", value: byDefault ?? "", meta: mergedMeta(old, kindDefault(kind)) };
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
  const readable: KnownValues = {};
  const writeOnly: string[] = [];
  const defaults = new Map(type?.inputs.nodes.map((field) => [field.key, field.default]));
  for (const expression of connection.inputs?.nodes ?? []) {
    const { name, value, hasValue } = expression;
    if (!hasValue || !isGlobal(expression, kind)) continue;
    if (value === "") writeOnly.push(name);
    else if (declared.includes(name) || value !== defaults.get(name)) readable[name] = decode(expression);
  }
  return { readable, writeOnly };
}

/** Names of readable values that no program declares and that must not show, because they look secret. */
export function undeclaredSecrets(held: HeldValues, declared: readonly string[]): string[] {
  return Object.keys(held.readable).filter((name) => looksSecret(name) && !declared.includes(name));
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
  const scope = parsedMeta(expression).inputScope?.toLowerCase();
  return scope === undefined ? kind.variableScope === "org" : scope === "org";
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

function kindDefault(kind: Owner): { managedBy: string; inputScope: string } {
  // A user's value is not global either; meta knows only the two scopes.
  return { managedBy: kind.managedBy, inputScope: kind.variableScope === "org" ? "org" : "customer" };
}

function mergedMeta(old: TenantValue | undefined, wanted: { managedBy: string; inputScope: string }): string {
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
