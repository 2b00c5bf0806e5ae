import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import type { Problem } from "../../dynamic/lifecycle.ts";
import { isAlike } from "../../dynamic/storedForm.ts";
import { knownMap, isUnknown, UNKNOWN, type OrUnknown } from "../../dynamic/wire.ts";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { SecretRevisions } from "../../dynamic/secretRevisions.ts";
import type { ConnectionType, InputValue, TenantCredentials } from "../../tenant/operation.ts";
import { isSameTime } from "../../tenant/times.ts";
import type { InputExpression } from "../../tenant/operations.generated.ts";
import type { credentialsSchema } from "../arguments.ts";
import { decode, encode, isGlobal } from "../inputs/expressions.ts";
import { lossProblems, lostInputs } from "../inputs/losses.ts";
import { isTokenOf, OAUTH_TOKENS } from "../oauthTokens/tokens.ts";
import { checkValues, type DeclaredValues } from "../inputs/values.ts";
import { ownValue } from "../../tenant/ownValue.ts";

/** The owner of the inputs of credentials that name none. */
const CREDENTIALS = { variableScope: "customer", managedBy: "customer" };

/** The values of credentials, after `check`. */
export type CredentialValues = Exclude<z.output<typeof credentialsSchema>, typeof UNKNOWN>;

/** Both maps, empty where they are left out. */
export function knownCredentials(declared: OrUnknown<CredentialValues> | undefined) {
  if (declared === undefined || isUnknown(declared)) return { values: {}, secrets: {} };
  return { values: knownMap(declared.values), secrets: knownMap(declared.secrets) };
}

/** Credentials of the tenant that are overwritten, and what their declaration no longer has. */
export interface Overwritten {
  held: Pick<TenantCredentials, "inputs"> | undefined;
  removed: readonly string[];
}

/**
 * The inputs that credentials send: those that are declared, and those that somebody else entered, as they are. Global
 * values are not among them, so that they are inherited.
 *
 * @throws ConfigurationError where a value of somebody else cannot be read and would be cleared
 */
export function credentialExpressions(
  declared: OrUnknown<CredentialValues> | undefined,
  overwritten: Overwritten,
): InputExpression[] {
  const { values, secrets } = knownCredentials(declared);
  const all = { ...values, ...secrets };
  const { removed, held } = overwritten;
  const own = ownInputs(held);
  const lost = lostValues(held, { supplied: Object.keys(all), removed });
  if (lost.length > 0) {
    throw new ConfigurationError(
      `The tenant holds values for ${lost.join(", ")} that cannot be read back, and sending the others would clear them, so ` +
        "none was sent. Supply them as well.",
    );
  }
  const kept = own.filter(
    ({ name, hasValue }) => hasValue && !Object.hasOwn(all, name) && !removed.includes(name),
  );
  return [
    ...Object.entries(all).map(([name, value]) => ({ name, ...encode(value) })),
    ...kept.map(({ name, type, value }) => ({ name, type: type.toLowerCase(), value })),
  ];
}

/** The names of the values that a declaration no longer has; secrets are known by their counters. */
export function removedCredentials(
  old: (CredentialValues & { secretRevisions?: OrUnknown<SecretRevisions> | undefined }) | undefined,
  declared: OrUnknown<CredentialValues> | undefined,
): string[] {
  const before = knownCredentials(old);
  const now = knownCredentials(declared);
  const counted = Object.keys(knownMap(old?.secretRevisions)).filter(
    (name) => !isTokenOf(OAUTH_TOKENS, name),
  );
  const names = new Set([...Object.keys(before.values), ...Object.keys(before.secrets), ...counted]);
  return [...names].filter((name) => !Object.hasOwn(now.values, name) && !Object.hasOwn(now.secrets, name));
}

/** One problem for every value of somebody else that cannot be read and that an update would clear. */
export function lostCredentials(
  declared: Pick<DeclaredValues, "values" | "secrets" | "secretsArgument">,
  { held, removed }: Overwritten,
): Problem[] {
  return lossProblems({ inputs: { nodes: ownInputs(held) } }, declared, removed);
}

/** Names of values of somebody else that cannot be read and that sending the supplied ones would clear. */
export function lostValues(
  held: Overwritten["held"],
  values: { supplied: readonly string[]; removed: readonly string[] },
): string[] {
  return lostInputs({ inputs: { nodes: ownInputs(held) } }, values);
}

/** The inputs of credentials without those that the connection supplies. */
function ownInputs(held: Overwritten["held"]): InputValue[] {
  return (held?.inputs?.nodes ?? []).filter((input) => !isGlobal(input, CREDENTIALS));
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

/**
 * Compares declared credentials with those that the tenant holds; inherited values do not count.
 *
 * @param reformedSecrets secrets that the tenant stores in another form than they were sent in
 */
export function refreshedCredentials(
  old: CredentialValues,
  driftedEarlier: readonly string[],
  lastWrittenAt: string | undefined,
  found: TenantCredentials,
  reformedSecrets: readonly string[] = [],
): RefreshedCredentials {
  const { values, secrets } = knownCredentials(old);
  const held = new Map(found.inputs?.nodes.map((input) => [input.name, input]));
  const touched = !isSameTime(found.lastConfiguredAt, lastWrittenAt);
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
    if (input?.hasValue && (input.value === "" || reformedSecrets.includes(name))) return !touched;
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
      !isUnknown(ownValue(wanted, name)) &&
      !isAlike(ownValue(knownCredentials(current).values, name), ownValue(wanted, name)),
  );
}
