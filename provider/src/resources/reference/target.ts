import type { Problem } from "../../dynamic/lifecycle.ts";
import { isUnknown } from "../../dynamic/wire.ts";
import type { TenantConnection } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { notAllowed } from "../permitted.ts";
import { ownerOf, type Owner } from "../inputs/expressions.ts";
import { asHeldBy, resolveType, type ResolvedType } from "./connectionType.ts";
import type { ConnectionReference } from "./connection.ts";
import { kindOf, unknownKind } from "./kinds.ts";
import { explainMissingConnection } from "./missing.ts";
import { globallySupplied } from "../inputs/expressions.ts";
import type { ManagedPart } from "../claims.ts";

const ARGUMENTS: Record<ManagedPart, string> = {
  globalValues: "globalValues or globalSecrets",
  testCredentials: "testCredentials",
  embeddedWorkflows: "embeddedWorkflows",
};

/** The connection that a resource refers to, as far as it is known. */
export interface Target {
  type: ResolvedType;
  owner: Owner;
  /** True where every required input is a global value. */
  needsEveryInput: boolean;
  /** The inputs for which the connection has a global value; undefined where they are not known yet. */
  globalInputs: string[] | undefined;
  /** The connection in the tenant; undefined where this program is about to create it. */
  existing: TenantConnection | undefined;
}

/**
 * Finds the connection that is referred to, or its declaration in this program. `part` is the part that the referring
 * resource manages; the connection must not manage it itself then.
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
  const existing = await referredIfThere(session, reference);
  if (existing !== undefined && kindOf(existing) === undefined) {
    return problem(`"${reference.stableKey}" ${unknownKind(existing)}. Is there a newer pulumi-prismatic?`);
  }
  if (existing?.allowUpdate === false)
    return problem(connectionNotAllowed(session, "change", existing.stableKey));
  const component = reference.component ?? existing?.connection?.component;
  if (component === undefined) return problem(await explainMissingConnection(session, reference.stableKey));

  const typeKey = reference.component === undefined ? existing?.connection?.key : reference.connectionType;
  const { resolved, problem: unresolved } = await resolveType(session, component, typeKey, "asPlanned");
  // The connection itself reports a problem of the declared component.
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
      // What the program declares for the connection now is there before anything that refers to it is written.
      globalInputs: isSame
        ? [...new Set([...globallySupplied(existing, owner), ...(reference.globalInputs ?? [])])]
        : reference.globalInputs,
      existing: isSame ? existing : undefined,
    },
  };
}

/** The connection as the tenant has it; one that this program is about to create is not asked for. */
function referredIfThere(
  session: TenantSession,
  { stableKey, id, component }: ConnectionReference,
): Promise<TenantConnection | undefined> {
  const isToBeCreated = component !== undefined && (id === undefined || isUnknown(id));
  return isToBeCreated
    ? session.connections.listedWithKey(stableKey)
    : session.connections.byStableKey(stableKey);
}

/** Explains why a connection is not changed, or not deleted. */
export function connectionNotAllowed(
  session: TenantSession,
  verb: "change" | "delete",
  stableKey: string,
): string {
  const mutation = verb === "change" ? "updateScopedConfigVariable" : "deleteScopedConfigVariable";
  return notAllowed(session, mutation, verb, `connection "${stableKey}"`);
}

function problem(message: string): { problem: Problem } {
  return { problem: { path: "connection", message } };
}
