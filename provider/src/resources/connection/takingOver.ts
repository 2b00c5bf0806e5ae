import type { Problem } from "../../dynamic/lifecycle.ts";
import type { ManagedPart } from "../claims.ts";
import type { TenantConnection } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { howToTakeOver } from "../guidance.ts";
import type { ConnectionInputs } from "./arguments.ts";
import type { CheckedConnection } from "./state.ts";
import { ROWS } from "./fields.ts";
import { isOfKind, type ConnectionKind } from "../reference/kinds.ts";
import type { ResolvedType } from "../reference/connectionType.ts";

/** Differences between a connection of the tenant and the declared one, by argument; never with a value. */
export interface Differences {
  all: string[];
  /** Those that no update can mend. */
  blocking: string[];
}

/** Compares every field that can be read. */
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

  const mendable = ROWS.flatMap((row) => row.differences(declared, existing, kind, connectionType));
  return { all: [...blocking, ...mendable], blocking };
}

/** Explains why a connection is not created, and what to do. */
export function existsAlready(session: TenantSession, stableKey: string, differences: Differences): string {
  const start = `"${stableKey}" is taken: ${session.tenant} has a connection with this stable key already`;
  if (differences.blocking.length > 0) {
    return (
      `${start}, and its ${differences.blocking.join(", ")} cannot be changed into the declared one. ` +
      `${session.journal.unchanged} Choose another stable key, or delete that connection first.`
    );
  }
  return (
    `${start} that differs in ${differences.all.join(", ")}. ${session.journal.unchanged} ` +
    howToTakeOver(stableKey)
  );
}

/** Names of the parts in a message. */
const WORDS: Record<ManagedPart, string> = {
  globalValues: "global values",
  testCredentials: "test credentials",
  embeddedWorkflows: "flag for embedded workflows",
};

/**
 * Refuses to overwrite values that were entered in the tenant, where a connection begins to declare them. Separate
 * resources refuse the same.
 */
export function overwritingProblems(
  kind: ConnectionKind,
  session: TenantSession,
  { connectionType }: ResolvedType,
  old: CheckedConnection,
  declared: ConnectionInputs,
  existing: TenantConnection,
): Problem[] {
  if (session.settings.adoptExisting) return [];
  return ROWS.flatMap(({ part, isDeclared, overwritten }) => {
    if (part === undefined || isDeclared(old) || !isDeclared(declared)) return [];
    const names = overwritten?.(declared, existing, kind, connectionType) ?? [];
    if (names.length === 0) return [];
    return [{ path: part, message: holdsOtherValues(session, existing.stableKey, part, names) }];
  });
}

/**
 * Explains why values that the tenant holds are not overwritten, and what to do.
 *
 * @param importedAs name of the resource for `import-file`; the connection itself where it is left out
 */
export function holdsOtherValues(
  session: TenantSession,
  stableKey: string,
  part: ManagedPart,
  names: readonly string[],
  importedAs = stableKey,
): string {
  return (
    `Connection "${stableKey}" of ${session.tenant} already holds other ${WORDS[part]} for ${names.join(", ")}. Nothing ` +
    `was changed. ${howToTakeOver(importedAs)}`
  );
}
