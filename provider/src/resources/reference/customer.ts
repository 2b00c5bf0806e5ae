import type { TenantSession } from "../../tenant/session.ts";
import { didYouMean } from "../../dynamic/suggest.ts";
import type { Target } from "./target.ts";

/** Why the organization cannot supply a customer's credentials for a connection. */
export function refusalForCustomers(owner: Target["owner"]): string | undefined {
  if (owner.variableScope === "customer" && owner.managedBy === "org") return undefined;
  if (owner.variableScope === "org")
    return "is the organization's own for all customers; it takes no customer's credentials.";
  return "is one for which the customers supply credentials themselves; only an OrganizationCustomerConnection takes them here.";
}

/** What to say of a customer that the tenant does not have. */
export async function explainMissingCustomer(session: TenantSession, customer: string): Promise<string> {
  const externalIds = (await session.customers.all()).flatMap(({ externalId }) => externalId ?? []);
  return (
    `${session.tenant} has no customer with the external id or id "${customer}".${didYouMean(customer, externalIds)} ` +
    "The external ids are shown by: prism customers:list"
  );
}
