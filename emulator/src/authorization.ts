import type { CatalogConnectionType } from "./catalogComponent.ts";
import { holdsCredentials, isUserContainer } from "./connectionTree.ts";
import type { ConnectionRecord, HeldToken, InputValue, Status } from "./model.ts";
import type { Tenant } from "./tenant.ts";

/** Tells a connection type whose connections and credentials work only once a person has signed in. */
export const needsAuthorization = (type: CatalogConnectionType | undefined): boolean =>
  type?.definition.oauth2Type === "AUTHORIZATION_CODE";

/** The status of a new connection; null where each customer or user supplies credentials. */
export function firstStatus(
  connection: Pick<ConnectionRecord, "variableScope" | "managedBy" | "parent">,
  type: CatalogConnectionType | undefined,
): Status | null {
  if (connection.managedBy === "CUSTOMER" || isUserContainer(connection)) return null;
  return holdsCredentials(connection) && needsAuthorization(type) ? "PENDING" : "ACTIVE";
}

const clientInputs = ["clientId", "scopes"];

/** Tells an update with another client id or other scopes than those that were authorized. */
export function changesClient(before: InputValue[], after: InputValue[]): boolean {
  const value = (inputs: InputValue[], name: string): string =>
    inputs.find((input) => input.name === name)?.value ?? "";
  return clientInputs.some((name) => value(before, name) !== value(after, name));
}

/**
 * The page on which a person authorizes a connection or credentials; null if they need no authorization. It stays for
 * those that have a token from a client.
 */
export const authorizeUrl = (
  tenant: Tenant,
  record: { id: string; status: Status | null; oauth?: HeldToken },
  type: CatalogConnectionType | undefined,
): string | null =>
  needsAuthorization(type) && record.status !== null && (record.status !== "ACTIVE" || record.oauth)
    ? `${tenant.stack.url}/authorize/${tenant.id}/${encodeURIComponent(record.id)}`
    : null;
