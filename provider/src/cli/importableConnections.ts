import { isBuildOnly, kindOf } from "../resources/connection/kinds.ts";
import { typeOf } from "../resources/connection/resolve.ts";
import { explainMissingConnection } from "../resources/missingConnection.ts";
import { ConfigurationError } from "../tenant/errors.ts";
import type { TenantConnection } from "../tenant/operation.ts";
import type { TenantSession } from "../tenant/session.ts";
import { importedConnection, type ImportedConnection } from "./importedConnection.ts";

/**
 * The named connections of the tenant, ready to be imported.
 *
 * @throws ConfigurationError with a line for each stable key that cannot be imported
 */
export async function connectionsByKey(
  session: TenantSession,
  stableKeys: readonly string[],
): Promise<ImportedConnection[]> {
  const found = await Promise.all(
    [...new Set(stableKeys)].map(async (stableKey) => {
      const connection = await session.connections.byStableKey(stableKey);
      return connection === undefined ? explainAbsence(session, stableKey) : importable(session, connection);
    }),
  );
  const reasons = found.filter((each) => typeof each === "string");
  if (reasons.length > 0) throw new ConfigurationError(reasons.join("\n"));
  return found.filter((each) => typeof each !== "string");
}

/** All connections of the tenant that can be imported, and why the others cannot. */
export async function allConnections(
  session: TenantSession,
): Promise<{ connections: ImportedConnection[]; skipped: string[] }> {
  const all = await session.connections.all();
  const judged = await Promise.all(all.map((connection) => importable(session, connection)));
  return {
    connections: judged.filter((each) => typeof each !== "string"),
    skipped: judged.filter((each) => typeof each === "string"),
  };
}

async function importable(
  session: TenantSession,
  found: TenantConnection,
): Promise<ImportedConnection | string> {
  const name = `"${found.stableKey}" of ${session.tenant}`;
  if (isBuildOnly(found)) {
    return `${name} is a build-only connection, which is Prismatic's own to manage. It cannot be imported.`;
  }
  const kind = kindOf(found);
  if (kind === undefined) {
    const { variableScope, managedBy } = found;
    return `${name} is of a kind that this version does not know (${variableScope}, managed by ${managedBy}). It cannot be imported.`;
  }
  const type = await typeOf(session, found);
  if (type === undefined) {
    return `${name} belongs to a component or connection type that the tenant no longer has. It cannot be imported.`;
  }
  return importedConnection(kind, found, type, await session.components.withConnections());
}

async function explainAbsence(session: TenantSession, stableKey: string): Promise<string> {
  const owner = await session.connections.owningCustomer(stableKey);
  if (owner !== undefined) {
    return `"${stableKey}" of ${session.tenant} belongs to the customer ${owner} alone. It cannot be imported.`;
  }
  return explainMissingConnection(session, stableKey);
}
