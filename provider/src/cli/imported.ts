import { decode, type HeldValues } from "../resources/inputs/expressions.ts";
import type { InputValue } from "../resources/inputs/values.ts";
import { looksSecret } from "../resources/inputs/secretNames.ts";
import { distinct } from "./names.ts";
import type { ConnectionType, TenantCredentials } from "../tenant/operation.ts";

/** Secrets by name; undefined where the tenant does not return the value. */
export type SecretValues = Readonly<Record<string, string | undefined>>;

/** A map of secrets among the arguments of a resource: the program takes each from the stack's configuration. */
export interface SecretMap {
  /** Path of the map, such as `["testCredentials", "secrets"]`. */
  path: readonly string[];
  /** Words that begin the configuration keys. */
  words: string;
  /** All secrets of the map. */
  secrets: SecretValues;
}

/** An object of a tenant in the form in which Pulumi's state holds it, and as a program declares it. */
export interface Imported {
  /** Name of the class. */
  type: string;
  /** Name of the resource. */
  name: string;
  id: string;
  declared: Record<string, unknown>;
  secretMaps: readonly SecretMap[];
  inputs: object;
  outputs: object;
  /** Members of inputs and outputs that are secret, as paths in which `*` stands for every member. */
  secretMembers: readonly string[];
  /** Names of values that have no place in a program: the component does not have the input, or it is a secret list. */
  leftOut: readonly string[];
  /** Stable keys of connections that it names by something else than its argument `connection`. */
  uses?: readonly string[];
  /** Arguments with tokens of an authorization that the tenant has; no file and no program holds those. */
  tokens?: readonly string[];
}

/**
 * The same, with resource names that are there once for each class. The others end in a digest of what identifies them in
 * any tenant, so that one program serves all of them; where that is the same, of the tenant's id.
 *
 * @param taken names in lower case that resources of the stack have already, by class
 */
export function withDistinctNames(
  all: readonly Imported[],
  taken: ReadonlyMap<string, ReadonlySet<string>> = new Map(),
): Imported[] {
  return [...new Set(all.map(({ type }) => type))].flatMap((type) => {
    const ofType = all.filter((each) => each.type === type);
    const ofStack = taken.get(type) ?? new Set();
    return renamed(renamed(ofType, identityOf, ofStack), ({ id }) => id, ofStack);
  });
}

function renamed(
  all: readonly Imported[],
  meaning: (each: Imported) => string,
  taken: ReadonlySet<string>,
): Imported[] {
  const names = distinct(all, { nameOf: ({ name }) => name, meaning, taken });
  return all.map((each, index) => ({ ...each, name: names[index] ?? each.name }));
}

function identityOf({ declared }: Imported): string {
  const { stableKey, connection, customer, name, definition, bundle } = declared;
  return JSON.stringify([stableKey, connection, customer, name, definition, bundle]);
}

/** Values as a resource declares them, and names of those that cannot be declared from what the tenant returns. */
export interface SortedValues {
  values: Record<string, InputValue>;
  /** The first update sets them from the stack's configuration. */
  secrets: Record<string, string | undefined>;
  leftOut: string[];
}

/** Sorts what the tenant holds into plain values and secrets, these in the order of the connection type. */
export function sorted(type: ConnectionType, held: HeldValues): SortedValues {
  const fields = new Map(type.inputs.nodes.map((field) => [field.key, field]));
  const values = new Map<string, SortedValues["values"][string]>();
  const leftOut: string[] = [];
  const secrets = new Map<string, string | undefined>(held.writeOnly.map((name) => [name, undefined]));
  for (const [name, value] of Object.entries(held.readable)) {
    const field = fields.get(name);
    // The component computes the value of a template itself.
    if (field?.type === "TEMPLATE") continue;
    const isSecret = field?.type === "PASSWORD" || looksSecret(name);
    if (field === undefined || (isSecret && typeof value !== "string")) leftOut.push(name);
    else if (isSecret && typeof value === "string") secrets.set(name, value);
    else values.set(name, value);
  }
  const known = [...fields.keys()].filter((name) => secrets.has(name));
  const names = [...new Set([...known, ...secrets.keys()])];
  return {
    values: Object.fromEntries(values),
    secrets: Object.fromEntries(names.map((name) => [name, secrets.get(name)])),
    leftOut,
  };
}

/** The argument with the tokens of an authorization, where a person or a client gave it. */
export function tokensOf(
  argument: string,
  { oauth2Type }: ConnectionType,
  { status }: Pick<TenantCredentials, "status">,
): string[] {
  return oauth2Type?.toUpperCase() === "AUTHORIZATION_CODE" && status?.toUpperCase() === "ACTIVE"
    ? [argument]
    : [];
}

/** The values of credentials, without those that they inherit from the connection or the component. */
export function heldByCredentials(
  type: ConnectionType,
  credentials: TenantCredentials,
  inherited: readonly string[],
): HeldValues {
  const defaults = new Map(type.inputs.nodes.map((field) => [field.key, field.default]));
  const own = (credentials.inputs?.nodes ?? []).filter(
    ({ name, hasValue }) => hasValue && !inherited.includes(name),
  );
  return {
    readable: Object.fromEntries(
      own
        .filter(({ name, value }) => value !== "" && value !== defaults.get(name))
        .map((each) => [each.name, decode(each)]),
    ),
    writeOnly: own.filter(({ value }) => value === "").map(({ name }) => name),
  };
}

/** The two maps under the names that they have as arguments; an empty one is left out. No file holds a secret. */
export function maps<Values extends string, Secrets extends string>(
  valuesName: Values,
  secretsName: Secrets,
  { values, secrets }: SortedValues,
) {
  return {
    ...(isEmpty(values) ? {} : { [valuesName]: values }),
    ...(isEmpty(secrets) ? {} : { [secretsName]: {} }),
  } as Partial<Record<Values, Record<string, InputValue>> & Record<Secrets, Record<string, string>>>;
}

/** True where a map has no members. */
export const isEmpty = (map: object): boolean => Object.keys(map).length === 0;
