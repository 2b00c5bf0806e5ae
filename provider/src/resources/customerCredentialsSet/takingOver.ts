import type { Claim } from "../../dynamic/claim.ts";
import { isOwned, own } from "../../dynamic/claims.ts";
import { listed } from "../../dynamic/suggest.ts";
import { notice } from "../../dynamic/writing.ts";
import { isUnknown } from "../../dynamic/wire.ts";
import { ownValue } from "../../tenant/ownValue.ts";
import type { TenantCredentials } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { customerClaim, sameClaims } from "../claims.ts";
import { differingCredentials } from "../credentials/values.ts";
import { howToTakeOver } from "../guidance.ts";
import { valuesOf } from "./digests.ts";
import { goingOf } from "./plan.ts";
import type { SetInputs, SetState } from "./state.ts";

/** More names than this are counted, not shown. */
const MOST_NAMED = 100;

/** The credentials that customers have already when a set begins to declare them. */
type Held = ReadonlyMap<string, TenantCredentials>;

/**
 * Explains which customers of a set have other credentials already; undefined where the set may take all of them over, as
 * `CustomerCredentials` does: those that are as declared, and any where `prismatic:adoptExisting` is set.
 */
export function takeOverProblem(
  session: TenantSession,
  { customers, connection: { stableKey } }: Pick<SetInputs, "customers" | "connection">,
  held: Held,
): string | undefined {
  if (session.settings.adoptExisting) return undefined;
  const differing = [...held].flatMap(([name, existing]) => {
    const digest = ownValue(customers, name) ?? "";
    const values = isUnknown(digest) ? undefined : valuesOf(digest);
    const inputs = values === undefined ? [] : differingCredentials(values, existing);
    return inputs.length === 0 ? [] : [`${name} (${inputs.join(", ")})`];
  });
  if (differing.length === 0) return undefined;
  const whose = differing.length === 1 ? "1 customer" : `${differing.length} customers`;
  return (
    `${session.tenant} already has other credentials of ${whose} for connection "${stableKey}", which differ in: ` +
    `${listed(differing, MOST_NAMED)}. ${session.journal.unchanged} ${howToTakeOver(`CustomerCredentialsSet/${stableKey}`)}`
  );
}

/** Records what a set owns, so that another resource of the program which takes it over owns it as well. */
export function ownBySet(session: TenantSession, old: SetState): void {
  const names = goingOf(old, Object.keys(old.configuredAt));
  own(
    session,
    names.flatMap((name) => claimsOn(session, old.connection.stableKey, name)),
  );
}

/** True for credentials that another resource of the program owned until this run, as far as the run has come across it. */
export function movesHere(session: TenantSession, stableKey: string, name: string): boolean {
  return isOwned(session, claimsOn(session, stableKey, name));
}

function claimsOn(session: TenantSession, stableKey: string, name: string): Claim[] {
  return sameClaims(customerClaim(stableKey, name, undefined), (customer) =>
    session.customers.namesOf(customer),
  );
}

/** Tells the operator which customers' credentials a set takes over, and what becomes of them when it goes. */
export function announceTakingOver(session: TenantSession, stableKey: string, held: Held): void {
  const names = [...held.keys()].filter((name) => !movesHere(session, stableKey, name));
  if (names.length === 0) return;
  const stay = session.settings.adoptExisting
    ? ""
    : " They stay when the set no longer declares them, unless an update runs with prismatic:adoptExisting.";
  notice(
    `${session.tenant}: customers that have credentials for connection "${stableKey}" already, which are taken over: ` +
      `${listed(names, MOST_NAMED)}.${stay}`,
  );
}

/** Tells the operator which customers' credentials stay, because they were there before the set. */
export function announceStaying(session: TenantSession, stableKey: string, names: readonly string[]): void {
  if (names.length === 0) return;
  notice(
    `${session.tenant}: customers whose credentials for connection "${stableKey}" were there before the set declared them, and ` +
      `stay as they are now: ${listed(names, MOST_NAMED)}.`,
  );
}
