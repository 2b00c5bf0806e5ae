import type { TenantConnection } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { howToTakeOver } from "../takeOver.ts";
import type { ConnectionInputs } from "./arguments.ts";
import { FIELDS } from "./fields.ts";
import { isOfKind, type ConnectionKind } from "../reference/kind.ts";
import type { ResolvedType } from "../reference/connectionType.ts";
import { testDifferences } from "./testCredentials.ts";

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

  const mendable = [
    ...FIELDS.flatMap((field) => field.differences(declared, existing, kind, connectionType)),
    ...testDifferences(declared, existing),
  ];
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
