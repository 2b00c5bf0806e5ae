import type { Problem } from "../../dynamic/lifecycle.ts";
import { isUnknown } from "../../dynamic/wire.ts";
import type { TenantConnection } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { ownerOf, type Owner } from "../inputs/expressions.ts";
import { asHeldBy, resolveType, type ResolvedType } from "./connectionType.ts";
import type { ConnectionReference } from "./connection.ts";
import { explainMissingConnection } from "./missing.ts";
import { globallySupplied } from "../inputs/expressions.ts";
import type { ManagedPart } from "../claims.ts";

const ARGUMENTS: Record<ManagedPart, string> = {
  globalValues: "globalValues or globalSecrets",
  testCredentials: "testCredentials",
  embeddedWorkflows: "embeddedWorkflows",
};

/** The connection whose values are meant, as far as it is known. */
export interface Target {
  type: ResolvedType;
  owner: Owner;
  /** Whether every required input is a global value. */
  needsEveryInput: boolean;
  /** The inputs that the connection has a global value for; undefined where that is not known yet. */
  globalInputs: string[] | undefined;
  /** The connection in the tenant; undefined where this program is about to create it. */
  existing: TenantConnection | undefined;
}

/**
 * Finds the connection that is referred to, or what this program declares of it. `part` is what the referring
 * resource manages of it, which the connection then must not manage itself.
 */
export async function resolveTarget(
  session: TenantSession,
  reference: ConnectionReference,
  part: ManagedPart | undefined,
): Promise<{ target?: Target; problem?: Problem }> {
  if (part !== undefined && reference.manages?.includes(part)) {
    return problem(
      `declares ${ARGUMENTS[part]} itself, and only one resource can own them. Remove those, or this resource.`,
    );
  }
  if (isUnknown(reference.stableKey)) return {};
  const existing = await session.connections.byStableKey(reference.stableKey);
  if (existing?.managedBy.toUpperCase() === "SYSTEM") {
    return problem(
      `"${reference.stableKey}" is a build-only connection, which is Prismatic's own to manage.`,
    );
  }
  const component = reference.component ?? existing?.connection?.component;
  if (component === undefined) return problem(await explainMissingConnection(session, reference.stableKey));

  const typeKey = reference.component === undefined ? existing?.connection?.key : reference.connectionType;
  const { resolved, problem: unresolved } = await resolveType(session, component, typeKey, "asPlanned");
  // What is wrong with the declared component is the connection's own problem to report.
  if (resolved === undefined)
    return unresolved && reference.component === undefined ? problem(unresolved.message) : {};
  const owner = ownerOf({
    variableScope: reference.variableScope ?? existing?.variableScope ?? "",
    managedBy: reference.managedBy ?? existing?.managedBy ?? "",
  });
  const isSame =
    existing?.connection?.key === resolved.connectionType.key &&
    existing.connection.component.key === resolved.component.key;
  return {
    target: {
      type: await asHeldBy(session, existing, resolved),
      owner,
      needsEveryInput: owner.variableScope === "org",
      globalInputs: isSame ? globallySupplied(existing, owner) : reference.globalInputs,
      existing: isSame ? existing : undefined,
    },
  };
}

function problem(message: string): { problem: Problem } {
  return { problem: { path: "connection", message } };
}
