import { listed } from "../../dynamic/suggest.ts";
import type { DigestChange } from "./digests.ts";

const CHANGE = /^#(\d+) \+(\d+) ~(\d+) -(\d+)$/;

/**
 * A change of a set with its number and how many customers came, changed and went: `#3 +12 ~3 -0`. Without a change it is
 * that of the one before. Which customers they are, {@link namesIn} says: Pulumi shows all members of a map of which one
 * changed, and the old text beside the new one, so that thousands of names in the state could not be read.
 */
export function describeChange(change: DigestChange, before: string | undefined): string | undefined {
  const { added, changed, removed } = change;
  if (added.length + changed.length + removed.length === 0) return before;
  const number = Number(CHANGE.exec(before ?? "")?.[1] ?? 0) + 1;
  return `#${number} +${added.length} ~${changed.length} -${removed.length}`;
}

/** How many customers came, changed and went. */
export function readChange(change: string | undefined): { added: number; changed: number; removed: number } {
  const [added = 0, changed = 0, removed = 0] = (CHANGE.exec(change ?? "") ?? []).slice(2).map(Number);
  return { added, changed, removed };
}

/** The customers that came, changed and went, for a line: `+hooli, ~initech`. */
export function namesIn({ added, changed, removed }: DigestChange): string {
  const signed = (sign: string, names: readonly string[]) => names.map((name) => sign + name);
  return listed([...signed("+", added), ...signed("~", changed), ...signed("-", removed)], 50);
}
