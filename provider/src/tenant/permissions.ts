import { ownValue } from "./ownValue.ts";

const connections = ["org_manage_integrations", "org_manage_customers"];
const components = ["org_manage_components"];
const integrations = ["org_manage_integrations"];
const instances = ["org_manage_instances"];
const customers = ["org_manage_customers", "org_crud_customers"];

/** The permissions on the organization that each mutation needs, of which one is enough. */
const PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  createScopedConfigVariable: connections,
  updateScopedConfigVariable: connections,
  deleteScopedConfigVariable: connections,
  createCustomerConfigVariable: connections,
  updateCustomerConfigVariable: connections,
  deleteCustomerConfigVariable: connections,
  updateScopedOAuth2Connection: connections,
  updateCustomerOAuth2Connection: connections,
  publishComponent: components,
  deleteComponent: components,
  importIntegration: integrations,
  publishIntegration: integrations,
  updateIntegration: integrations,
  deleteIntegration: integrations,
  bulkUpdateInstancesToLatestIntegrationVersion: ["org_view_integrations", "org_manage_integrations"],
  deployInstance: instances,
  updateCustomer: customers,
  updateInstance: instances,
};

/** Prismatic's words for a missing permission are not documented, and it sends no code. */
const REFUSAL =
  /\bpermi(ssion|tted)|\bnot (allowed|authori[sz]ed)|\bunauthori[sz]ed|\bforbidden|\baccess denied/i;

/** The permissions of which one shows all connections and credentials of the organization. */
export const SHOWS_CONNECTIONS: readonly string[] = connections;

/**
 * Tells that a person with these permissions is not shown what one of `needed` shows. False where the names are not those
 * that are documented, or so many that the page may not have all.
 */
export function areHiddenFrom(permissions: readonly string[], needed: readonly string[]): boolean {
  const areKnown = permissions.some((name) => name.startsWith("org_")) && permissions.length < 100;
  return areKnown && !permissions.some((name) => needed.includes(name));
}

/** Says which permission a mutation needs, and what to do. */
export function neededPermission(mutation: string): string {
  const needed = ownValue(PERMISSIONS, mutation);
  const named = needed === undefined ? "another permission" : `the permission ${needed.join(" or ")}`;
  return (
    `The token's owner needs ${named} in the organization. Ask an administrator for a role that has it, or set the token ` +
    "of a person who has one."
  );
}

/** Adds to a message the permission that the mutation needs, where it seems to be about a missing one. */
export function withPermission(mutation: string, message: string): string {
  return REFUSAL.test(message) ? `${message} ${neededPermission(mutation)}` : message;
}
