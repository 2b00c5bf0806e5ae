import type { TenantCredentials } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { unnamedByCustomer } from "./state.ts";

/**
 * The credentials that a connection holds without a name of their own, by their customers' ids; sure of the named
 * customers, which are asked for where the list lacks them.
 */
export async function heldOfCustomers(
  session: TenantSession,
  connectionId: string,
  names: Iterable<string>,
): Promise<Map<string, TenantCredentials>> {
  const customers = await Promise.all([...names].map((name) => session.customers.find(name)));
  const ids = customers.flatMap((customer) => customer?.id ?? []);
  return unnamedByCustomer(await session.credentials.ofCustomers(connectionId, ids));
}
