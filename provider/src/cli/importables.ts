import { kindOf, unknownKind } from "../resources/reference/kinds.ts";
import { explainApart } from "../resources/reference/apart.ts";
import { typeOf } from "../resources/reference/connectionType.ts";
import { testCredentialsOf } from "../resources/connection/state.ts";
import type { ConnectionKind } from "../resources/reference/kinds.ts";
import { explainMissingConnection } from "../resources/reference/missing.ts";
import { listed } from "../dynamic/suggest.ts";
import { ConfigurationError } from "../tenant/errors.ts";
import type { ConnectionType, TenantConnection } from "../tenant/operation.ts";
import type { TenantSession } from "../tenant/session.ts";
import { unnamedByCustomer } from "../resources/customerCredentialsSet/state.ts";
import { isEmpty, type Imported } from "./imported.ts";
import { importedConnection } from "./importedConnection.ts";
import { importedCredentials, importedFlag, importedGlobalValues } from "./importedParts.ts";
import { importedSet } from "./importedSet.ts";
import type { ImportRequest } from "./importRequest.ts";

/** A connection that can be imported. */
export interface Importable {
  kind: ConnectionKind;
  found: TenantConnection;
  type: ConnectionType;
}

/**
 * Prepares what was requested for the import. A connection comes without the parts that are requested as resources of
 * their own.
 *
 * @throws ConfigurationError with a line for each request that cannot be met
 */
export async function importables(
  session: TenantSession,
  requests: readonly ImportRequest[],
): Promise<Imported[]> {
  const answers = await Promise.all(
    requests.map(async (request) => {
      const judged = await importableByKey(session, request.stableKey);
      if (typeof judged === "string") return judged;
      const parts = requests.filter(({ stableKey }) => stableKey === request.stableKey);
      const separate = new Set(parts.flatMap(({ part }) => part ?? []));
      return request.part === undefined
        ? [await connection(session, judged, separate)]
        : partOf(session, judged, request);
    }),
  );
  const reasons = new Set(answers.filter((each) => typeof each === "string"));
  if (reasons.size > 0) throw new ConfigurationError([...reasons].join("\n  "));
  const all = answers.filter((each) => typeof each !== "string").flat();
  return [...new Map(all.map((each) => [`${each.type} ${each.id}`, each])).values()];
}

/** Lists all connections of the tenant that can be imported, with their parts inline, and why the others cannot. */
export async function allConnections(
  session: TenantSession,
): Promise<{ imported: Imported[]; skipped: string[] }> {
  const all = await session.connections.all();
  const judged = await Promise.all(all.map((found) => importable(session, found)));
  const possible = judged.filter((each) => typeof each !== "string");
  return {
    imported: await Promise.all(possible.map((each) => connection(session, each, new Set()))),
    skipped: [...judged.filter((each) => typeof each === "string"), ...(await leftOut(session))],
  };
}

/** Prepares a connection for the import, without the parts whose class is in `separate`. */
export async function connection(
  session: TenantSession,
  { kind, found, type }: Importable,
  separate: ReadonlySet<string>,
): Promise<Imported> {
  return importedConnection(kind, found, type, await session.components.withConnections(), separate);
}

async function partOf(
  session: TenantSession,
  { found, type }: Importable,
  { part, customer, name }: ImportRequest,
): Promise<Imported[] | string> {
  const what = `"${found.stableKey}" of ${session.tenant}`;
  if (part === "GlobalValues") {
    const values = importedGlobalValues(found, type);
    return holdsNothing(values) ? `${what} has no global values of its own.` : [values];
  }
  if (part === "EmbeddedWorkflowFlag") return [importedFlag(found)];
  if (part === "TestCredentials") {
    const test = testCredentialsOf(found);
    return test === undefined ? `${what} has no test credentials.` : [importedCredentials(found, type, test)];
  }
  const all = await session.credentials.ofConnection(found.id);
  if (all.length === 0) return `${what} has no customers' credentials.`;
  if (part === "CustomerCredentialsSet") {
    if (unnamedByCustomer(all).size > 0) return [importedSet(found, type, all)];
    return (
      `${what} has customers' credentials with names only, which a set does not hold. To take them over: ` +
      `CustomerCredentials/${found.stableKey}`
    );
  }
  const wanted = [customer, name].filter((each) => each !== undefined).join("/");
  // An external id may hold a slash.
  const meant = all.filter(({ customer: owner, key }) => {
    const ids = [owner?.externalId, owner?.id].filter((id) => typeof id === "string");
    return customer === undefined || ids.some((id) => wanted === id || (key && wanted === `${id}/${key}`));
  });
  if (meant.length > 0) return meant.map((each) => importedCredentials(found, type, each));
  const known = all.map(({ customer: owner, key }) =>
    [owner?.externalId ?? owner?.id, key].filter(Boolean).join("/"),
  );
  return `${what} has no credentials ${wanted}. It has: ${listed(known)}.`;
}

function holdsNothing({ declared, secretMaps }: Imported): boolean {
  return declared.values === undefined && secretMaps.every(({ secrets }) => isEmpty(secrets));
}

async function importableByKey(session: TenantSession, stableKey: string): Promise<Importable | string> {
  const found = await session.connections.byStableKey(stableKey);
  return found === undefined ? explainMissingConnection(session, stableKey) : importable(session, found);
}

async function importable(session: TenantSession, found: TenantConnection): Promise<Importable | string> {
  const name = `"${found.stableKey}" of ${session.tenant}`;
  const kind = kindOf(found);
  if (kind === undefined) return `${name} ${unknownKind(found)}. It cannot be imported.`;
  const type = await typeOf(session, found);
  if (type === undefined) {
    return `${name} belongs to a component or connection type that the tenant no longer has. It cannot be imported.`;
  }
  return { kind, found, type };
}

/** Says what else the list of connections holds. Credentials below a user connection are no connections to anybody. */
async function leftOut(session: TenantSession): Promise<string[]> {
  const all = await session.connections.allApart();
  const buildOnly = all.filter(({ apart }) => apart === "buildOnlyContainer" || apart === "buildOnly");
  const ofCustomers = all.filter(({ apart }) => apart === "ofCustomer");
  return [
    ...buildOnly.map((each) => explainApart(session, each)),
    ...(ofCustomers.length === 0 ? [] : [`connections that belong to customers: ${ofCustomers.length}.`]),
  ];
}
