import { ownConnectionType } from "./configValues.ts";
import { findHeldVariable } from "./heldVariable.ts";
import type { OAuthRedirect, Status } from "./model.ts";
import type { Tenant } from "./tenant.ts";

/** Something that a person authorizes in the browser. */
export interface Authorizable {
  name: string;
  redirect: OAuthRedirect | null;
  setStatus(status: Status): void;
}

/** Finds a connection, credentials, or a config variable with its own connection, to be authorized under an id. */
export function findAuthorizable(tenant: Tenant, id: string): Authorizable | undefined {
  const connection = tenant.connections.get(id);
  if (connection) {
    return {
      name: connection.key,
      redirect: connection.oAuthRedirectConfig,
      setStatus: (status) => tenant.connections.put({ ...connection, status }),
    };
  }
  const credentials = tenant.credentials.get(id);
  if (credentials) {
    return {
      name: "test credentials",
      redirect: null,
      setStatus: (status) => tenant.credentials.put({ ...credentials, status }),
    };
  }
  const entered = findHeldVariable(tenant, id);
  if (!entered || !ownConnectionType(tenant, entered.held.variable)) return undefined;
  return {
    name: entered.held.variable.key,
    redirect: null,
    setStatus: (status) => entered.enter({ ...entered.value, status }),
  };
}
