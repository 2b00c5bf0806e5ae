import { isUnknown, knownMap } from "../../dynamic/wire.ts";
import { isDeepStrictEqual } from "node:util";
import type { Problem } from "../../dynamic/lifecycle.ts";
import type { OrUnknown } from "../../dynamic/wire.ts";
import type { ConnectionType, TenantConnection } from "../../tenant/operation.ts";
import type { SecretRevisions, Secrets } from "../../dynamic/secretRevisions.ts";
import { heldValues, undeclaredSecrets, type Owner } from "./expressions.ts";
import { declaredNames, type DeclaredValues, type Values } from "./values.ts";

/** Global values as the tenant holds them now. */
export interface RefreshedValues {
  values: OrUnknown<Values> | undefined;
  /** Secrets without those that changed in the tenant: the next update sets again what is missing here. */
  secrets: OrUnknown<Secrets> | undefined;
  /** Names of the secrets that are missing because they changed in the tenant. */
  drifted: string[] | undefined;
  /** Names of readable values that look secret and that no program declares; their values must not reach the state. */
  undeclared: string[] | undefined;
}

/** Values as the state knows them. */
type KnownBefore = Pick<DeclaredValues, "values" | "secrets" | "plainInputs"> & {
  secretRevisions?: OrUnknown<SecretRevisions> | undefined;
  driftedSecrets?: string[] | undefined;
};

/**
 * Compares declared values with those that the tenant holds. A write-only value counts as changed when the connection
 * was configured after our own last write. A value that was declared as a secret is never shown as a plain one,
 * whatever its name and however it changed.
 */
export function refreshedValues(
  owner: Owner,
  old: KnownBefore,
  lastWrittenAt: string | undefined,
  found: TenantConnection,
  type: ConnectionType | undefined,
): RefreshedValues {
  const held = heldValues(found, owner, { type, declared: declaredNames(old) });
  const oldSecrets = knownMap(old.secrets);
  const mayShow = [
    ...Object.keys(knownMap(old.values)),
    ...(Array.isArray(old.plainInputs) ? old.plainInputs : []),
  ];
  const undeclared = undeclaredSecrets(held, [...Object.keys(oldSecrets), ...mayShow]);
  const hidden = [
    ...Object.keys(oldSecrets),
    ...Object.keys(knownMap(old.secretRevisions)),
    ...(old.driftedSecrets ?? []),
    ...undeclared,
  ];
  const plain = Object.entries(held.readable).filter(([name]) => !hidden.includes(name));
  const touched = found.lastConfiguredAt !== (lastWrittenAt ?? null);
  const unchanged = Object.entries(oldSecrets).filter(([name, secret]) =>
    held.writeOnly.includes(name) ? !touched : isDeepStrictEqual(held.readable[name], secret),
  );
  const drifted = new Set([...(old.driftedSecrets ?? []), ...Object.keys(oldSecrets)]);
  for (const [name] of unchanged) drifted.delete(name);
  return {
    values: old.values === undefined && plain.length === 0 ? undefined : Object.fromEntries(plain),
    secrets: old.secrets === undefined ? undefined : Object.fromEntries(unchanged),
    drifted: drifted.size > 0 ? [...drifted] : undefined,
    undeclared: undeclared.length > 0 ? undeclared : undefined,
  };
}

/**
 * One problem for every write-only value that the tenant holds and that an update of the inputs would clear without
 * being asked to. A value that is no longer declared was removed on purpose.
 */
export function lostSecrets(
  existing: TenantConnection,
  declared: Pick<DeclaredValues, "values" | "secrets" | "secretsArgument">,
  declaredBefore: readonly string[],
): Problem[] {
  if (isUnknown(declared.secrets) || isUnknown(declared.values)) return [];
  const supplied = declaredNames(declared);
  return (existing.inputs?.nodes ?? [])
    .filter(({ name, hasValue, value }) => hasValue && value === "" && !supplied.includes(name))
    .filter(({ name }) => !declaredBefore.includes(name))
    .map(({ name }) => ({
      path: `${declared.secretsArgument}.${name}`,
      message:
        "is missing: the tenant holds a value that cannot be read back, and this change would clear it. " +
        "Supply it, so that the connection keeps working.",
    }));
}
