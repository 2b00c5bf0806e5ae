import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import type { Problem } from "../../dynamic/lifecycle.ts";
import { knownMap, isUnknown, UNKNOWN, type OrUnknown } from "../../dynamic/wire.ts";
import type { ConnectionType, TenantCredentials } from "../../tenant/operation.ts";
import type { InputExpression } from "../../tenant/operations.generated.ts";
import type { credentialsSchema } from "../arguments.ts";
import { decode, encode } from "../inputs/expressions.ts";
import { checkValues, type DeclaredValues } from "../inputs/values.ts";

/** The values of credentials, after `check`. */
export type CredentialValues = Exclude<z.output<typeof credentialsSchema>, typeof UNKNOWN>;

/** Both maps, empty where they are left out. */
export function knownCredentials(declared: OrUnknown<CredentialValues> | undefined) {
  if (declared === undefined || isUnknown(declared)) return { values: {}, secrets: {} };
  return { values: knownMap(declared.values), secrets: knownMap(declared.secrets) };
}

/** The inputs that credentials send: only those that are declared, so that global values are inherited. */
export function credentialExpressions(declared: OrUnknown<CredentialValues> | undefined): InputExpression[] {
  const { values, secrets } = knownCredentials(declared);
  return Object.entries({ ...values, ...secrets }).map(([name, value]) => ({
    name,
    ...encode(value),
  }));
}

/**
 * Judges credentials by the component's definition. `suppliedGlobally` are the inputs for which the connection itself
 * has a value; they need not be given again.
 */
export function checkCredentials(
  type: ConnectionType,
  declared: DeclaredValues,
  suppliedGlobally: readonly string[],
): Problem[] {
  const inputs = type.inputs.nodes.map((field) =>
    suppliedGlobally.includes(field.key) ? { ...field, required: false } : field,
  );
  return checkValues({ ...type, inputs: { nodes: inputs } }, declared, { needsEveryInput: true });
}

/** Credentials as the tenant holds them now, for what was declared. */
export interface RefreshedCredentials {
  credentials: CredentialValues;
  /** Names of secrets that changed in the tenant since our last write. */
  drifted: string[];
}

/** Compares declared credentials with those that the tenant holds; inherited values do not count. */
export function refreshedCredentials(
  old: CredentialValues,
  driftedEarlier: readonly string[],
  lastWrittenAt: string | undefined,
  found: TenantCredentials,
): RefreshedCredentials {
  const { values, secrets } = knownCredentials(old);
  const held = new Map(found.inputs?.nodes.map((input) => [input.name, input]));
  const touched = found.lastConfiguredAt !== (lastWrittenAt ?? null);
  const readable = (name: string) => {
    const input = held.get(name);
    return input?.hasValue && input.value !== "" ? decode(input) : undefined;
  };
  const currentValues = Object.keys(values).flatMap((name) => {
    const value = readable(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const currentSecrets = Object.entries(secrets).filter(([name, secret]) => {
    const input = held.get(name);
    if (input?.hasValue && input.value === "") return !touched;
    return isDeepStrictEqual(readable(name), secret);
  });
  const kept = new Set(currentSecrets.map(([name]) => name));
  return {
    credentials: {
      ...(old.values === undefined ? {} : { values: Object.fromEntries(currentValues) }),
      ...(old.secrets === undefined ? {} : { secrets: Object.fromEntries(currentSecrets) }),
    },
    drifted: [...new Set([...driftedEarlier, ...Object.keys(secrets)])].filter((name) => !kept.has(name)),
  };
}

/** The inputs in which credentials of the tenant differ from declared ones, as far as they can be read. */
export function differingCredentials(
  declared: OrUnknown<CredentialValues>,
  existing: TenantCredentials,
): string[] {
  const known = knownCredentials(declared);
  const wanted = { ...known.values, ...known.secrets };
  const current = refreshedCredentials({ values: wanted }, [], undefined, existing).credentials;
  const writeOnly = (existing.inputs?.nodes ?? []).filter(({ hasValue, value }) => !hasValue || value === "");
  return Object.keys(wanted).filter(
    (name) =>
      !writeOnly.some((input) => input.name === name) &&
      !isUnknown(wanted[name]) &&
      !isDeepStrictEqual(knownCredentials(current).values[name], wanted[name]),
  );
}
