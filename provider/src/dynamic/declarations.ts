import { isDeepStrictEqual } from "node:util";
import type { TenantSession } from "../tenant/session.ts";
import type { Claim } from "./claim.ts";
import type { Properties } from "./lifecycle.ts";
import { UNKNOWN } from "./wire.ts";

/** A resource that the program declares, as this run has checked it. */
interface Declaration {
  /** Name of its class. */
  type: string;
  claims: readonly Claim[];
  /** Arguments as Pulumi sent them. */
  news: Properties;
  /** Arguments in the state; undefined for a resource that is new, or a new object for an old one. */
  held: Properties | undefined;
  /** Answer of `diff` for a resource in the state; undefined until it was asked. */
  isReplaced?: boolean;
  /** Id of an object that was written or read in this process. */
  id: string | undefined;
}

/** A resource that manages the same object as another one. */
export interface SecondOwner {
  claim: Claim;
  /** The claim of the first owner, which may name the same customer in the other way. */
  firstClaim: Claim;
  /** Class of the first owner. */
  first: string;
}

interface Declared {
  byClaim: Map<Claim, Declaration>;
  /** Resources whose objects were written or read in this process, by class and id. */
  byId: Map<string, Declaration>;
}

const runs = new WeakMap<TenantSession, Declared>();

function runOf(session: TenantSession): Declared {
  const known = runs.get(session) ?? {
    byClaim: new Map<Claim, Declaration>(),
    byId: new Map<string, Declaration>(),
  };
  runs.set(session, known);
  return known;
}

/**
 * Records a resource that this run declares, and finds the resource that manages the same object already.
 *
 * Pulumi names no resource to a dynamic provider. It checks each once, and one that is replaced a second time, as a new
 * one, right after `diff` said so, or without `diff` where an option of the resource replaces it.
 *
 * @param olds arguments in the state; undefined for a new resource and on a replacement
 * @param same all claims on the object of a claim, as far as they are known
 * @returns the second owner, which is not recorded; undefined where each object has one
 */
export function declare(
  session: TenantSession,
  olds: Properties | undefined,
  declaration: Pick<Declaration, "type" | "claims" | "news">,
  same: (claim: Claim) => readonly Claim[],
): SecondOwner | undefined {
  const { byClaim } = runOf(session);
  const claims = declaration.claims.filter((claim) => !claim.includes(UNKNOWN));
  const all = claims.flatMap((claim) => same(claim).map((firstClaim) => ({ claim, firstClaim })));
  for (const { claim, firstClaim } of all) {
    const other = byClaim.get(firstClaim);
    if (other !== undefined && !isSameResource(other, olds, declaration.news))
      return { claim, firstClaim, first: other.type };
  }
  const others = [
    ...declarations(
      session,
      all.map(({ firstClaim }) => firstClaim),
    ),
  ];
  const recorded = { ...declaration, claims, held: olds, id: olds && others[0]?.id };
  for (const other of others) remove(session, other);
  for (const claim of claims) byClaim.set(claim, recorded);
  return undefined;
}

/** Records what `diff` says of a resource in the state. */
export function decide(session: TenantSession, claims: readonly Claim[], isReplaced: boolean): void {
  for (const each of declarations(session, claims)) if (each.held !== undefined) each.isReplaced = isReplaced;
}

/** Records that an object was written or read: from now on, the state has its resource with these arguments. */
export function settle(
  session: TenantSession,
  { type, claims }: Pick<Declaration, "type" | "claims">,
  { id, inputs }: { id: string; inputs: Properties },
): void {
  const { byId } = runOf(session);
  for (const each of declarations(session, claims)) {
    if (each.id !== undefined && each.id !== id) continue;
    const before = byId.get(`${type} ${id}`);
    if (before !== undefined && before !== each) remove(session, before);
    byId.set(`${type} ${id}`, each);
    each.id = id;
    each.held = inputs;
  }
}

/** Forgets a resource whose object was not created (without `id`), or is gone. */
export function forget(session: TenantSession, claims: readonly Claim[], id?: string): void {
  for (const each of declarations(session, claims)) if (each.id === id) remove(session, each);
}

function remove(session: TenantSession, declaration: Declaration): void {
  const { byClaim } = runOf(session);
  for (const claim of declaration.claims) if (byClaim.get(claim) === declaration) byClaim.delete(claim);
}

function declarations(session: TenantSession, claims: readonly Claim[]): Set<Declaration> {
  const { byClaim } = runOf(session);
  return new Set(claims.flatMap((claim) => byClaim.get(claim) ?? []));
}

function isSameResource(other: Declaration, olds: Properties | undefined, news: Properties): boolean {
  // Written in this process before: a later command, where one process serves several.
  if (olds !== undefined) return other.id !== undefined && isDeepStrictEqual(other.held, olds);
  if (other.held === undefined) return false;
  return other.isReplaced ?? isDeepStrictEqual(other.news, news);
}
