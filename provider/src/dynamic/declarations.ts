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
  /** Arguments of the object that was read for a new resource: Pulumi imports it. */
  imported?: Properties;
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
 * Pulumi names no resource to a dynamic provider. Within a run it checks each once, but for two: one that is replaced
 * comes a second time, as a new one, right after `diff` said so, or without `diff` where an option of the resource
 * replaces it; one that is imported comes a second time with the arguments that were read. Any other resource with the
 * same claim is a second owner, also where the first has been created meanwhile and is equal.
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
  for (const claim of claims) {
    for (const firstClaim of same(claim)) {
      const other = declared.get(firstClaim);
      if (other === undefined) continue;
      if (!isSameResource(other, olds, declaration.news))
        return { claim, firstClaim, first: other.type, isWritten: other.isWritten === true };
      before.add(other);
    }
  }
  for (const other of before) remove(session, other);
  const recorded: Declaration = { ...declaration, claims, olds };
  // The second time, an import comes before its `diff`, which never replaces what it takes.
  if (olds !== undefined && before.size > 0) recorded.isReplaced = false;
  for (const claim of claims) declared.set(claim, recorded);
  return undefined;
}

/** Records what `diff` says of a resource in the state. */
export function decide(session: TenantSession, claims: readonly Claim[], isReplaced: boolean): void {
  for (const each of declarations(session, claims)) if (each.olds !== undefined) each.isReplaced = isReplaced;
}

/** Records that an object was read, as Pulumi does after it has checked a new resource that it imports. */
export function read(session: TenantSession, claims: readonly Claim[], inputs: Properties): void {
  for (const each of declarations(session, claims)) if (each.olds === undefined) each.imported = inputs;
}

/** Records that an object was created or updated. */
export function settle(session: TenantSession, claims: readonly Claim[]): void {
  for (const each of declarations(session, claims)) each.isWritten = true;
}

/** Forgets a resource whose object was not created. */
export function forget(session: TenantSession, claims: readonly Claim[]): void {
  for (const each of declarations(session, claims)) if (each.isWritten !== true) remove(session, each);
}

function remove(session: TenantSession, declaration: Declaration): void {
  const declared = declaredIn(session);
  for (const claim of declaration.claims) if (declared.get(claim) === declaration) declared.delete(claim);
}

function declarations(session: TenantSession, claims: readonly Claim[]): Set<Declaration> {
  const declared = declaredIn(session);
  return new Set(claims.flatMap((claim) => declared.get(claim) ?? []));
}

function isSameResource(other: Declaration, olds: Properties | undefined, news: Properties): boolean {
  if (other.isWritten === true) return false;
  if (olds !== undefined) return other.imported !== undefined && isDeepStrictEqual(other.imported, olds);
  if (other.olds === undefined) return false;
  return other.isReplaced ?? isDeepStrictEqual(other.news, news);
}
