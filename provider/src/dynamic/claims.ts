import type { TenantSession } from "../tenant/session.ts";
import type { Claim } from "./claim.ts";
import { HalfMadeError, type Properties, type RestOfRun } from "./lifecycle.ts";

/** The answer of {@link release} where another resource claims it, so that nothing was deleted. */
export const CLAIMED = Symbol("claimed");

/** Claims and deletions of this run in one tenant. */
interface Run {
  /** Claims of the resources that the program declares, as far as they were checked. */
  claimed: Set<Claim>;
  /** Claims that the resources of the state had when the run began, with their properties. */
  held: Map<Claim, Properties>;
  /** Claims on objects that resources of the state made, or adopted by decision, as far as this run read them. */
  owned: Set<Claim>;
  /** Deletions that are under way. */
  leaving: Map<Claim, Promise<unknown>>;
}

const runs = new WeakMap<TenantSession, Run>();

function runOf(session: TenantSession): Run {
  const known = runs.get(session) ?? {
    claimed: new Set(),
    held: new Map(),
    owned: new Set(),
    leaving: new Map(),
  };
  runs.set(session, known);
  return known;
}

/**
 * Records the claims of a resource that this run declares. Where one moved here from another resource, the engine
 * deletes that resource afterwards, and the deletion must undo nothing.
 */
export function claim(session: TenantSession, claims: readonly Claim[]): void {
  for (const each of claims) runOf(session).claimed.add(each);
}

/**
 * Withdraws claims until the resource is created. Pulumi checks a replacement twice, first as an update and then as a
 * new resource; the old object has to be deleted although the new one has the same claims.
 */
export function claimOnceCreated(session: TenantSession, claims: readonly Claim[]): void {
  for (const each of claims) runOf(session).claimed.delete(each);
}

/** Records the claims that a resource of the state had when this run began. */
export function hold(session: TenantSession, claims: readonly Claim[], properties: Properties): void {
  for (const each of claims) runOf(session).held.set(each, properties);
}

/** Records claims on objects that a resource of the state owns, so that one that takes them over owns them as well. */
export function own(session: TenantSession, claims: readonly Claim[]): void {
  for (const each of claims) runOf(session).owned.add(each);
}

/** True where a resource of the state owned the object when this run began, as far as the run has come across it. */
export function isOwned(session: TenantSession, claims: readonly Claim[]): boolean {
  const { held, owned } = runOf(session);
  return claims.some((each) => held.has(each) || owned.has(each));
}

/** The other resources of this run, as far as the run went. */
export function restOf(session: TenantSession): RestOfRun {
  const { claimed, held } = runOf(session);
  return { isClaimed: (each) => claimed.has(each), held: (each) => held.get(each) };
}

/**
 * Creates an object that has claims. Waits first for deletions under the same claims, because a look-up would still
 * find the old objects. A failed creation claims nothing.
 */
export async function creating<Created>(
  session: TenantSession,
  claims: readonly Claim[],
  create: () => Promise<Created>,
): Promise<Created> {
  claim(session, claims);
  const { leaving } = runOf(session);
  await Promise.allSettled(claims.flatMap((each) => leaving.get(each) ?? []));
  try {
    return await create();
  } catch (error) {
    if (!(error instanceof HalfMadeError)) claimOnceCreated(session, claims);
    throw error;
  }
}

/**
 * Deletes or switches off an object, unless another resource of this run claims it. Every deletion of an object that
 * can move between resources passes through here.
 *
 * @param claims every claim that another resource may have on the object
 */
export function release<Answer>(
  session: TenantSession,
  claims: readonly Claim[],
  deletion: () => Promise<Answer>,
): Promise<Answer | typeof CLAIMED> {
  const { claimed, leaving } = runOf(session);
  if (claims.some((each) => claimed.has(each))) return Promise.resolve(CLAIMED);
  const going = deletion();
  for (const each of claims) leaving.set(each, going);
  return going;
}
