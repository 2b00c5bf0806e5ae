import { listed } from "../../dynamic/suggest.ts";
import type { DigestChange } from "./digests.ts";

const CHANGE = /^#(\d+) \+(\d+) ~(\d+) -(\d+)$/;

/**
 * Describes a change of a set: its number, and the numbers of customers that were added, changed and removed, such as
 * `#3 +12 ~3 -0`. Without a change, the text before stays. {@link namesIn} names the customers, which the state could
 * not: where one member of a map changed, Pulumi shows all of them, and the old text beside the new one, so that
 * thousands of names would be unreadable.
 */
export function describeChange(change: DigestChange, before: string | undefined): string | undefined {
  const { added, changed, removed } = change;
  if (added.length + changed.length + removed.length === 0) return before;
  const number = Number(CHANGE.exec(before ?? "")?.[1] ?? 0) + 1;
  return `#${number} +${added.length} ~${changed.length} -${removed.length}`;
}

/** Numbers of customers that were added, changed and removed. */
export function readChange(change: string | undefined): { added: number; changed: number; removed: number } {
  const [added = 0, changed = 0, removed = 0] = (CHANGE.exec(change ?? "") ?? []).slice(2).map(Number);
  return { added, changed, removed };
}

/** Names of the customers that were added, changed and removed, for a line: `+hooli, ~initech`. */
export function namesIn({ added, changed, removed }: DigestChange): string {
  const signed = (sign: string, names: readonly string[]) => names.map((name) => sign + name);
  return listed([...signed("+", added), ...signed("~", changed), ...signed("-", removed)], 50);
}
