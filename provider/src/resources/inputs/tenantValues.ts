import { knownMap } from "../../dynamic/wire.ts";
import { isDeepStrictEqual } from "node:util";
import type { OrUnknown } from "../../dynamic/wire.ts";
import type { ConnectionType, TenantConnection } from "../../tenant/operation.ts";
import type { SecretRevisions, Secrets } from "../../dynamic/secretRevisions.ts";
import { isSameTime } from "../../tenant/times.ts";
import { heldValues, type Owner } from "./expressions.ts";
import { declaredNames, type DeclaredValues, type Values } from "./values.ts";
import { ownValue } from "../../tenant/ownValue.ts";

/** Global values as the tenant holds them now. */
export interface RefreshedValues {
  values: OrUnknown<Values> | undefined;
  /** Secrets without those that changed in the tenant: the next update sets again what is missing here. */
  secrets: OrUnknown<Secrets> | undefined;
  /** Names of the secrets that are missing because they changed in the tenant. */
  drifted: string[] | undefined;
  /** Names of the inputs for which the tenant holds a value that no program declares. */
  undeclared: string[] | undefined;
}

/** Values as the state knows them. */
type KnownBefore = Pick<DeclaredValues, "values" | "secrets"> & {
  secretRevisions?: OrUnknown<SecretRevisions> | undefined;
  driftedSecrets?: string[] | undefined;
  /** Secrets that the tenant stores in another form than they were sent in. */
  reformedSecrets?: string[] | undefined;
};

/**
 * Compares declared values with those that the tenant holds. A value that cannot be read back counts as changed when
 * the connection was configured after our own last write. Values that nobody declared belong to whoever entered them:
 * only their names are told.
 */
export function refreshedValues(
  owner: Owner,
  old: KnownBefore,
  lastWrittenAt: string | undefined,
  found: TenantConnection,
  type: ConnectionType | undefined,
): RefreshedValues {
  const held = heldValues(found, owner, { type, declared: declaredNames(old) });
  const [oldValues, oldSecrets] = [knownMap(old.values), knownMap(old.secrets)];
  const touched = !isSameTime(found.lastConfiguredAt, lastWrittenAt);
  const values = Object.entries(oldValues).flatMap(([name, value]) => {
    if (held.writeOnly.includes(name)) return touched ? [] : [[name, value] as const];
    const current = ownValue(held.readable, name);
    return current === undefined ? [] : [[name, current] as const];
  });
  const unchanged = Object.entries(oldSecrets).filter(([name, secret]) =>
    held.writeOnly.includes(name) || old.reformedSecrets?.includes(name)
      ? !touched
      : isDeepStrictEqual(ownValue(held.readable, name), secret),
  );
  const drifted = new Set([...(old.driftedSecrets ?? []), ...Object.keys(oldSecrets)]);
  for (const [name] of unchanged) drifted.delete(name);
  const known = [...declaredNames(old), ...Object.keys(knownMap(old.secretRevisions)), ...drifted];
  const undeclared = [...Object.keys(held.readable), ...held.writeOnly].filter(
    (name) => !known.includes(name),
  );
  return {
    values: old.values === undefined ? undefined : Object.fromEntries(values),
    secrets: old.secrets === undefined ? undefined : Object.fromEntries(unchanged),
    drifted: drifted.size > 0 ? [...drifted] : undefined,
    undeclared: undeclared.length > 0 ? undeclared.toSorted() : undefined,
  };
}
