import { didYouMean, listed, nearest } from "../../dynamic/suggest.ts";
import type { TenantConnection } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { CONNECTION_CLASSES, withArticle } from "../names.ts";
import { explainApart } from "./apart.ts";
import { kindOf } from "./kinds.ts";

const ANY_CLASS = CONNECTION_CLASSES.map(withArticle)
  .join(", ")
  .replace(/, (?=[^,]*$)/, " or ");

/**
 * Explains that no connection of the tenant has a stable key: says what else has it; otherwise names the nearest one, the
 * connections of the same component as far as the key tells which one is meant, and the class to write.
 */
export async function explainMissingConnection(session: TenantSession, stableKey: string): Promise<string> {
  const apart = await session.connections.apartWithStableKey(stableKey);
  if (apart !== undefined) return explainApart(session, apart);
  const connections = await session.connections.all();
  const stableKeys = connections.map((connection) => connection.stableKey);
  const component = await meantComponent(session, stableKey, connections);
  const same = connections.filter((connection) => connection.connection?.component.key === component);
  const [kind, ...otherKinds] = new Set(same.map((connection) => kindOf(connection)?.name));
  const others =
    component === undefined
      ? `It has: ${listed(stableKeys)}.`
      : `Its connections of component ${component}: ${listed(same.map(described))}.`;
  const classes = kind === undefined || otherKinds.length > 0 ? ANY_CLASS : withArticle(kind);
  return (
    `${session.tenant} has no connection "${stableKey}".${didYouMean(stableKey, stableKeys)} ${others} ` +
    `To create it, declare ${classes} with this stable key.`
  );
}

/** The component of the connection that is nearest by name, or the one that the key begins with. */
async function meantComponent(
  session: TenantSession,
  stableKey: string,
  connections: TenantConnection[],
): Promise<string | undefined> {
  const near = nearest(
    stableKey,
    connections.map((connection) => connection.stableKey),
  );
  const found = connections.find((connection) => connection.stableKey === near);
  if (found?.connection) return found.connection.component.key;
  const begun = (await session.components.withConnections())
    .map(({ key }) => key)
    .filter((key) => stableKey === key || stableKey.startsWith(`${key}-`))
    .sort((one, other) => other.length - one.length);
  return begun[0];
}

function described(connection: TenantConnection): string {
  const kind = kindOf(connection)?.name;
  return kind === undefined ? connection.stableKey : `${connection.stableKey} (${kind})`;
}

/** Explains that the tenant does not have a customer. */
export async function explainMissingCustomer(session: TenantSession, customer: string): Promise<string> {
  const externalIds = (await session.customers.all()).flatMap(({ externalId }) => externalId ?? []);
  return (
    `${session.tenant} has no customer with the external id or id "${customer}".${didYouMean(customer, externalIds)} ` +
    "The external ids are shown by: prism customers:list"
  );
}
