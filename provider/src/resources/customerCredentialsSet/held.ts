import type { TenantCredentials } from "../../tenant/operation.ts";
import { PAGE_SIZE } from "../../tenant/reads.ts";
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

/**
 * The credentials that the tenant has of some customers, by their names: read one by one where these are fewer requests.
 *
 * @param connection its id, and the number of its customers, as far as that is known
 */
export async function heldOf(
  session: TenantSession,
  { id, total }: { id: string; total: number },
  names: readonly string[],
): Promise<Map<string, TenantCredentials>> {
  if (names.length === 0) return new Map();
  const customers = await Promise.all(
    names.map(async (name) => [name, (await session.customers.find(name))?.id] as const),
  );
  const ids = customers.flatMap(([, customer]) => customer ?? []);
  const isFew = ids.length < Math.ceil(total / PAGE_SIZE);
  const lists = isFew
    ? await Promise.all(ids.map((customer) => session.credentials.ofConnection(id, customer)))
    : [await session.credentials.ofCustomers(id, ids)];
  const held = unnamedByCustomer(lists.flat());
  return new Map(
    customers.flatMap(([name, customer]) => {
      const found = customer === undefined ? undefined : held.get(customer);
      return found === undefined ? [] : [[name, found] as const];
    }),
  );
}
