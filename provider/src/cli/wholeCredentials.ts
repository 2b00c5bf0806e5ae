import { organizationCustomerConnectionKind } from "../resources/reference/kinds.ts";
import { unnamedByCustomer } from "../resources/customerCredentialsSet/state.ts";
import type { ConnectionType, TenantConnection, TenantCredentials } from "../tenant/operation.ts";
import type { TenantSession } from "../tenant/session.ts";
import { importedCredentials } from "./importedParts.ts";
import { importedSet } from "./importedSet.ts";
import type { ManagedObjects } from "./managedObjects.ts";
import {
  isCarried,
  managedBy,
  together,
  UNCARRIED,
  type TakenOver,
  type TenantObject,
} from "./tenantObjects.ts";
import { judgedConnection } from "./wholeConnections.ts";

/** From this number of customers on, their credentials for a connection are one resource. */
const SET_FROM = 10;

/** Reads the credentials of all customers, for all connections. */
export async function wholeCredentials(session: TenantSession, managed: ManagedObjects): Promise<TakenOver> {
  const all = await session.credentials.ofEveryConnection();
  const connections = new Map((await session.connections.all()).map((found) => [found.id, found]));
  const byConnection = new Map<string, TenantCredentials[]>();
  for (const each of all) {
    const { id } = each.scopedConfigVariable;
    byConnection.set(id, [...(byConnection.get(id) ?? []), each]);
  }
  return together(
    await Promise.all(
      [...byConnection].map(([id, credentials]) =>
        ofConnection(session, connections.get(id), credentials, managed),
      ),
    ),
  );
}

async function ofConnection(
  session: TenantSession,
  found: TenantConnection | undefined,
  credentials: readonly TenantCredentials[],
  managed: ManagedObjects,
): Promise<TakenOver> {
  const objectOf = (each: TenantCredentials, leftOut?: string): TenantObject => {
    const customer = each.customer?.externalId ?? each.customer?.id ?? "no customer";
    const title = [found?.stableKey ?? each.scopedConfigVariable.id, customer, each.key].filter(Boolean);
    return { kind: "customers' credentials", title: title.join("/"), leftOut };
  };
  const without = (all: readonly TenantCredentials[], reason: string): TakenOver => ({
    objects: all.map((each) => objectOf(each, reason)),
    imported: [],
  });
  if (found === undefined) return without(credentials, "their connection is none of the organization's own");
  const judged = await judgedConnection(session, found);
  if (typeof judged === "string") return without(credentials, "their connection is left out");
  if (judged.kind !== organizationCustomerConnectionKind) {
    return without(credentials, "the customer supplied them, and not the organization");
  }
  const set = managed.stackOf(["CustomerCredentialsSet"], found.id);
  const unnamed = unnamedByCustomer(credentials);
  const reasonOf = (each: TenantCredentials): string | undefined => {
    const stack = managed.stackOf(["CustomerCredentials"], each.id);
    if (stack !== undefined) return managedBy(stack);
    if (each.customer === null) return "they belong to no customer";
    if (each.key) return undefined;
    if (set !== undefined)
      return `a CustomerCredentialsSet of stack ${set} manages the connection's customers`;
    // The last one counts, as it does for a set.
    return unnamed.get(each.customer.id) === each ? undefined : "the customer has others without a name";
  };
  const reasons = new Map(credentials.map((each) => [each, reasonOf(each)]));
  const free = credentials.filter((each) => reasons.get(each) === undefined);
  const taken = takenOver(found, judged.type, free, objectOf);
  const others = credentials.flatMap((each) => {
    const reason = reasons.get(each);
    return reason === undefined ? [] : [objectOf(each, reason)];
  });
  return together([taken, { objects: others, imported: [] }]);
}

/** One resource for all customers where there are many; one each for the others, and for those with names. */
function takenOver(
  found: TenantConnection,
  type: ConnectionType,
  credentials: readonly TenantCredentials[],
  objectOf: (each: TenantCredentials, leftOut?: string) => TenantObject,
): TakenOver {
  const each = credentials.map((one) => ({ one, imported: importedCredentials(found, type, one) }));
  const carried = each.filter(({ one, imported }) => isCarried(imported) && customerOf(one) !== "__proto__");
  const objects = each.map((every) => objectOf(every.one, carried.includes(every) ? undefined : UNCARRIED));
  const unnamed = carried.filter(({ one }) => !one.key);
  if (unnamed.length < SET_FROM) return { objects, imported: carried.map(({ imported }) => imported) };
  const named = carried.filter(({ one }) => one.key);
  const set = importedSet(
    found,
    type,
    unnamed.map(({ one }) => one),
  );
  return { objects, imported: [set, ...named.map(({ imported }) => imported)] };
}

const customerOf = ({ customer }: TenantCredentials): string | undefined =>
  customer?.externalId ?? customer?.id;
