import { createHash } from "node:crypto";
import { byCharacters, canonicalJson } from "../order.ts";
import type { StackDigests } from "../preview/digest.ts";

/** Changes that somebody may have to approve. */
export interface Extent {
  replace: number;
  delete: number;
  /** Customers with credentials that the changes reach; undefined where they could not be counted. */
  customers: number | undefined;
}

/** Reasons why changes need an approval; none where they may go on by themselves. */
export function reasonsForApproval(
  extent: Extent,
  {
    autoApprove,
    isRequired,
  }: { autoApprove: { replace: number; delete: number; customers: number }; isRequired: boolean },
): string[] {
  const { replace, delete: deleted, customers } = extent;
  return [
    ...(isRequired ? ["rollout.yaml requires it for this wave"] : []),
    ...(replace > autoApprove.replace
      ? [`${replace} replaced, and autoApprove allows ${autoApprove.replace}`]
      : []),
    ...(deleted > autoApprove.delete
      ? [`${deleted} deleted, and autoApprove allows ${autoApprove.delete}`]
      : []),
    ...(customers === undefined ? ["the customers that it reaches could not be counted"] : []),
    ...(customers !== undefined && customers > autoApprove.customers
      ? [`${customers} customers reached, and autoApprove allows ${autoApprove.customers}`]
      : []),
  ];
}

/** Digest of what one wave changes. Stacks without a change have no part in it. */
export function waveDigest(wave: string, commit: string | undefined, stacks: StackDigests): string {
  const sorted = [...stacks].toSorted(([one], [other]) => byCharacters(one, other));
  const text = canonicalJson({ wave, commit: commit ?? null, stacks: sorted });
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

/**
 * True where a person approved exactly these changes: the digest of the wave, or before an interruption a wave of the
 * same commit that held each of these stacks with the same digest.
 *
 * @param given digests of waves that were approved with this command
 * @param kept stacks with their digests that were approved earlier in the same rollout
 */
export function isApproved(
  digest: string,
  stacks: StackDigests,
  { given, kept }: { given: readonly string[]; kept: StackDigests },
): boolean {
  return (
    given.includes(digest) || (stacks.size > 0 && [...stacks].every(([name, own]) => kept.get(name) === own))
  );
}
