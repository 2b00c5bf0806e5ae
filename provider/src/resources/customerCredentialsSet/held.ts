import type { Customer } from "../../tenant/customerOperations.ts";
import type { TenantCredentials } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { unnamedByCustomer } from "./state.ts";

/** A set's connection. */
interface ConnectionOfSet {
  id: string;
  /** Number of the set's customers, as far as that is known: few others are asked for one by one. */
  total: number;
}

/** The credentials without a name of their own that a connection holds of some customers, by the customers' ids. */
export async function heldOfCustomers(
  session: TenantSession,
  connection: ConnectionOfSet,
  names: Iterable<string>,
): Promise<Map<string, TenantCredentials>> {
  const customers = await session.customers.findAll(names, connection.total);
  return heldBy(session, connection, customers);
}

/** Like {@link heldOfCustomers}, by the names that were asked for. */
export async function heldOf(
  session: TenantSession,
  connection: ConnectionOfSet,
  names: readonly string[],
): Promise<Map<string, TenantCredentials>> {
  const customers = await session.customers.findAll(names, connection.total);
  const held = await heldBy(session, connection, customers);
  return new Map(
    [...customers].flatMap(([name, customer]) => {
      const found = held.get(customer.id);
      return found === undefined ? [] : [[name, found]];
    }),
  );
}

async function heldBy(
  session: TenantSession,
  { id, total }: ConnectionOfSet,
  customers: ReadonlyMap<string, Customer>,
): Promise<Map<string, TenantCredentials>> {
  const ids = [...customers.values()].map((customer) => customer.id);
  if (ids.length === 0) return new Map();
  return unnamedByCustomer(await session.credentials.ofCustomers(id, ids, total));
}
