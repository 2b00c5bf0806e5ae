import { restOf } from "../../dynamic/claims.ts";
import type { Properties } from "../../dynamic/lifecycle.ts";
import { listed } from "../../dynamic/suggest.ts";
import { isUnknown } from "../../dynamic/wire.ts";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { TenantCredentials } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { lostValues } from "../credentials/values.ts";
import { isOtherConnection } from "../reference/connection.ts";
import { valuesOf } from "./digests.ts";
import { heldOf } from "./held.ts";
import { declaredBy, namesOf } from "./inputNames.ts";
import { isNamed, planSet, setClaims } from "./plan.ts";
import type { SetInputs, SetState } from "./state.ts";
import { ownBySet } from "./takingOver.ts";
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
  ownBySet(session, old);
  // A refresh compares without checking, and must refuse nothing.
  const isUpdate = isNamed(args.customers) && setClaims(args).some(restOf(session).isClaimed);
  if (!isUpdate || isOtherConnection(old.connection, args.connection)) return;
  const { create, update } = planSet(old, args);
  const held = await heldOf(session, { id, total: Object.keys(old.customers).length }, [
    ...create,
    ...update,
  ]);
  const problem = lossProblem(session, args, held, old);
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
 * @param held the credentials of the customers that are to be written
 */
export function lossProblem(
  session: TenantSession,
  { customers, connection: { stableKey } }: Pick<SetInputs, "customers" | "connection">,
  held: ReadonlyMap<string, TenantCredentials>,
  before: SetState | undefined,
): string | undefined {
  const losses = [...held].flatMap(([name, found]) => {
    const digest = ownValue(customers, name) ?? "";
    const declared = isUnknown(digest) ? undefined : valuesOf(digest);
    if (declared === undefined) return [];
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
