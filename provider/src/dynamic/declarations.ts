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
  olds: Properties | undefined;
  /** Answer of `diff` for a resource in the state; undefined until it was asked. */
  isReplaced?: boolean;
  /** True where it was taken for the replacement of a resource in the state before `diff` said so. */
  isAssumed?: boolean;
  /** True once its object was created or updated. */
  isWritten?: boolean;
}

/** A resource that manages the same object as another one. */
export interface SecondOwner {
  claim: Claim;
  /** The claim of the first owner, which may name the same customer in the other way. */
  firstClaim: Claim;
  /** Class of the first owner. */
  first: string;
  /** True where this run has created or updated the object for the first owner. */
  isWritten: boolean;
}

/** The resources that each run has checked, by each of their claims. */
const runs = new WeakMap<TenantSession, Map<Claim, Declaration>>();

function declaredIn(session: TenantSession): Map<Claim, Declaration> {
  const known = runs.get(session) ?? new Map<Claim, Declaration>();
  runs.set(session, known);
  return known;
}

/**
 * Records a resource that this run declares, and finds the resource that manages the same object already.
 *
 * Pulumi names no resource to a dynamic provider. Within a run it checks each once, and one that is replaced a second
 * time, as a new one, right after `diff` said so, or without `diff` where an option of the resource replaces it. Any
 * other resource with the same claim is a second owner, also where the first has been created meanwhile and is equal.
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
  const declared = declaredIn(session);
  const claims = declaration.claims.filter((claim) => !claim.includes(UNKNOWN));
  const before = new Set<Declaration>();
  let isAssumed = false;
  for (const claim of claims) {
    for (const firstClaim of same(claim)) {
      const other = declared.get(firstClaim);
      if (other === undefined) continue;
      if (olds !== undefined || !isReplacedBy(other, declaration.news))
        return secondOwner(claim, firstClaim, other);
      before.add(other);
      isAssumed ||= other.isReplaced === undefined;
    }
  }
  for (const other of before) remove(session, other);
  const recorded = { ...declaration, claims, olds, isAssumed };
  for (const claim of claims) declared.set(claim, recorded);
  return undefined;
}

/**
 * Records what `diff` says of a resource in the state. With PULUMI_PARALLEL_DIFF, Pulumi checks other resources before.
 *
 * @returns the new resource that was taken for its replacement, which is none
 */
export function decide(
  session: TenantSession,
  claims: readonly Claim[],
  isReplaced: boolean,
): SecondOwner | undefined {
  for (const claim of claims) {
    const declared = declaredIn(session).get(claim);
    if (declared?.olds !== undefined) declared.isReplaced = isReplaced;
    else if (declared?.isAssumed === true && !isReplaced) return secondOwner(claim, claim, declared);
  }
  return undefined;
}

/** Records that an object was created or updated. */
export function settle(session: TenantSession, claims: readonly Claim[]): void {
  for (const each of declarations(session, claims)) each.isWritten = true;
}

/** Forgets a resource whose object was not created. */
export function forget(session: TenantSession, claims: readonly Claim[]): void {
  for (const each of declarations(session, claims)) remove(session, each);
}

function remove(session: TenantSession, declaration: Declaration): void {
  const declared = declaredIn(session);
  for (const claim of declaration.claims) if (declared.get(claim) === declaration) declared.delete(claim);
}

function declarations(session: TenantSession, claims: readonly Claim[]): Set<Declaration> {
  const declared = declaredIn(session);
  return new Set(claims.flatMap((claim) => declared.get(claim) ?? []));
}

function secondOwner(claim: Claim, firstClaim: Claim, { type, isWritten = false }: Declaration): SecondOwner {
  return { claim, firstClaim, first: type, isWritten };
}

/** True where a new resource is the second check of a resource in the state. */
function isReplacedBy({ olds, isReplaced, news: before }: Declaration, news: Properties): boolean {
  if (olds === undefined) return false;
  return isReplaced ?? isDeepStrictEqual(before, news);
}
