import { restOf } from "../../dynamic/claims.ts";
import type { Properties } from "../../dynamic/lifecycle.ts";
import { listed } from "../../dynamic/suggest.ts";
import { isUnknown } from "../../dynamic/wire.ts";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { TenantCredentials } from "../../tenant/operation.ts";
import { PAGE_SIZE } from "../../tenant/reads.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { lostValues } from "../credentials/values.ts";
import { isOtherConnection } from "../reference/connection.ts";
import { valuesOf } from "./digests.ts";
import { declaredBy, namesOf } from "./inputNames.ts";
import { isNamed, planSet, setClaims } from "./plan.ts";
import { unnamedByCustomer, type SetInputs, type SetState } from "./state.ts";
import { ownValue } from "../../tenant/ownValue.ts";

/** The names that the last write of a customer had and its declaration no longer has. */
export function removedInputs(
  before: Pick<SetState, "customers" | "inputNames"> | undefined,
  customer: string,
  declared: readonly string[],
): string[] {
  if (before === undefined || !Object.hasOwn(before.customers, customer)) return [];
  return namesOf(before.inputNames, customer).filter((name) => !declared.includes(name));
}

/**
 * Refuses an update that would clear what others entered for a customer and nobody can read.
 *
 * @throws ConfigurationError naming the customers and the inputs
 */
export async function refuseLosses(
  session: TenantSession,
  id: string,
  olds: Properties,
  news: Properties,
): Promise<void> {
  const old = asState(olds);
  const args = asInputs(news);
  // A refresh compares without checking, and must refuse nothing.
  const isUpdate = isNamed(args.customers) && setClaims(args).some(restOf(session).isClaimed);
  if (!isUpdate || isOtherConnection(old.connection, args.connection)) return;
  const { create, update } = planSet(old, args);
  const problem = await lossProblem(session, { id, total: Object.keys(old.customers).length }, args, {
    due: [...create, ...update],
    before: old,
  });
  if (problem !== undefined) throw new ConfigurationError(problem);
}

function asState(properties: object): SetState {
  return properties as SetState;
}

function asInputs(properties: object): SetInputs {
  return properties as SetInputs;
}

/**
 * Explains which values of customers cannot be read and would be cleared; undefined where there are none.
 *
 * @param connection its id, and the number of its customers, as far as that is known
 * @param due the customers that are to be written
 */
export async function lossProblem(
  session: TenantSession,
  connection: { id: string; total: number },
  { customers, connection: { stableKey } }: Pick<SetInputs, "customers" | "connection">,
  { due, before }: { due: readonly string[]; before: SetState | undefined },
): Promise<string | undefined> {
  if (due.length === 0) return undefined;
  const held = await heldOf(session, connection, due);
  const losses = due.flatMap((name) => {
    const digest = ownValue(customers, name) ?? "";
    const declared = isUnknown(digest) ? undefined : valuesOf(digest);
    const found = held.get(name);
    if (declared === undefined || found === undefined) return [];
    const names = declaredBy(declared);
    const lost = lostValues(found, { supplied: names, removed: removedInputs(before, name, names) });
    return lost.length === 0 ? [] : [`${name} (${lost.join(", ")})`];
  });
  if (losses.length === 0) return undefined;
  const whose = losses.length === 1 ? "1 customer" : `${losses.length} customers`;
  return (
    `the tenant holds values of ${whose} for connection "${stableKey}" that cannot be read back and that this change would ` +
    `clear: ${listed(losses, 10)}. ${session.journal.unchanged} Supply them as well, so that the connection keeps working.`
  );
}

/** The credentials that the tenant has of some customers, by their names: read one by one where these are fewer requests. */
async function heldOf(
  session: TenantSession,
  { id, total }: { id: string; total: number },
  names: readonly string[],
): Promise<Map<string, TenantCredentials>> {
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
