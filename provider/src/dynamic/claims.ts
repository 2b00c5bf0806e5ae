import type { TenantSession } from "../tenant/session.ts";
import { HalfMadeError, type Properties, type RestOfRun } from "./lifecycle.ts";

/**
 * Something in the tenant that one resource after another can manage, such as a connection or its test credentials: the
 * same text for every resource that manages it.
 */
export type Claim = string;

/** The answer of {@link release} where another resource claims it, so that nothing was deleted. */
export const CLAIMED = Symbol("claimed");

/** What this run knows about one tenant. */
interface Run {
  /** Claims of the resources that the program declares, as far as they were checked. */
  claimed: Set<Claim>;
  /** What the resources of the state had when the run began, with their properties. */
  held: Map<Claim, Properties>;
  /** Deletions that are under way. */
  leaving: Map<Claim, Promise<unknown>>;
}

const runs = new WeakMap<TenantSession, Run>();

function runOf(session: TenantSession): Run {
  const known = runs.get(session) ?? { claimed: new Set(), held: new Map(), leaving: new Map() };
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
 * new resource; the old object has to go although the new one claims the same.
 */
export function claimOnceCreated(session: TenantSession, claims: readonly Claim[]): void {
  for (const each of claims) runOf(session).claimed.delete(each);
}

/** Records what a resource of the state had when this run began. */
export function hold(session: TenantSession, claims: readonly Claim[], properties: Properties): void {
  for (const each of claims) runOf(session).held.set(each, properties);
}

/** The other resources of this run, as far as the run went. */
export function restOf(session: TenantSession): RestOfRun {
  const { claimed, held } = runOf(session);
  return { isClaimed: (each) => claimed.has(each), held: (each) => held.get(each) };
}

/**
 * Creates what has claims. It first waits for deletions of the same things that are under way, which a look-up would
 * still find. A failed creation claims nothing.
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
 * Deletes or switches off, unless another resource of this run claims it. Every deletion of something that can move
 * between resources passes through here.
 *
 * @param claims every name that the thing may be claimed by
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
