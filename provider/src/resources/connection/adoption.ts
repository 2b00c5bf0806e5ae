import { isDeepStrictEqual } from "node:util";
import { isUnknown } from "../../dynamic/unknown.ts";
import type { ConnectionType, TenantConnection } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { howToTakeOver } from "../takeOver.ts";
import type { ConnectionInputs } from "./arguments.ts";
import { heldValues } from "./expressions.ts";
import { isOfKind, type ConnectionKind } from "./kind.ts";
import type { ResolvedType } from "./resolve.ts";
import { managesGlobalValues } from "./state.ts";
import { knownMap } from "./values.ts";

/** How a connection of the tenant differs from the declared one, by argument; never with a value. */
export interface Differences {
  all: string[];
  /** Those that no update can mend. */
  blocking: string[];
}

/** Compares in every field that can be read. */
export function differencesFrom(
  kind: ConnectionKind,
  { component, connectionType }: ResolvedType,
  declared: ConnectionInputs,
  existing: TenantConnection,
): Differences {
  const blocking: string[] = [];
  const found = existing.connection;
  if (!isOfKind(kind, existing)) blocking.push("kind");
  if (found?.component.key !== component.key || found.component.public !== component.public)
    blocking.push("component");
  if (found?.key !== connectionType.key) blocking.push("connectionType");

  const mendable: string[] = [];
  if (!isUnknown(declared.name) && declared.name !== existing.key) mendable.push("name");
  const { description } = declared;
  if (description !== undefined && !isUnknown(description) && description !== (existing.description ?? "")) {
    mendable.push("description");
  }
  if (managesGlobalValues(declared))
    mendable.push(...differingInputs(kind, connectionType, declared, existing));
  return { all: [...blocking, ...mendable], blocking };
}

/** Why a connection is not created, and what to do. */
export function existsAlready(session: TenantSession, stableKey: string, differences: Differences): string {
  const start = `"${stableKey}" is taken: ${session.tenant} has a connection with this stable key already`;
  if (differences.blocking.length > 0) {
    return (
      `${start}, and its ${differences.blocking.join(", ")} cannot be changed into the declared one. ` +
      "Nothing was changed. Choose another stable key, or delete that connection first."
    );
  }
  return (
    `${start} that differs in ${differences.all.join(", ")}. Nothing was changed. ` + howToTakeOver(stableKey)
  );
}

function differingInputs(
  kind: ConnectionKind,
  connectionType: ConnectionType,
  declared: ConnectionInputs,
  existing: TenantConnection,
): string[] {
  const wanted = { ...knownMap(declared.globalValues), ...knownMap(declared.globalSecrets) };
  const held = heldValues(existing, kind, { type: connectionType, declared: Object.keys(wanted) });
  const names = new Set([...Object.keys(wanted), ...Object.keys(held.readable)]);
  return [...names].filter((name) => {
    if (held.writeOnly.includes(name) || isUnknown(wanted[name])) return false;
    return (
      !isDeepStrictEqual(wanted[name], held.readable[name]) &&
      !isWriteOnlyAndUnset(name, held.readable, declared)
    );
  });
}

/** A secret that an interrupted run did not get to set is no difference; it is set on adoption. */
function isWriteOnlyAndUnset(name: string, readable: object, declared: ConnectionInputs): boolean {
  return !(name in readable) && name in knownMap(declared.globalSecrets);
}
