import { isUnknown } from "../../dynamic/unknown.ts";
import { readChange } from "./change.ts";
import type { SetInputs, SetOutputs } from "./state.ts";

/** The customers whose credentials a step writes. */
export interface SetPlan {
  create: string[];
  update: string[];
  remove: string[];
}

/** How many credentials a step creates, changes and deletes. */
export interface SetCounts {
  create: number;
  update: number;
  remove: number;
}

/** Counts a step's mutations, also for a report, which reads no secret and so no digest: then by what `change` says. */
export function countSet(olds: SetOutputs | undefined, news: SetInputs | undefined): SetCounts {
  const isMasked = [olds?.customers, news?.customers].some((customers) => typeof customers === "string");
  if (!isMasked) {
    const { create, update, remove } = planSet(olds, news);
    const written = remove.filter((name) => name in (olds?.configuredAt ?? {}));
    return { create: create.length, update: update.length, remove: written.length };
  }
  if (news === undefined) return { create: 0, update: 0, remove: olds?.counts.customers ?? 0 };
  const { added, changed, removed } = readChange(olds?.change === news.change ? undefined : news.change);
  return { create: added, update: changed, remove: removed };
}

/** Plans by the digests. What the state has no time of was not written yet, or is gone. */
export function planSet(olds: SetOutputs | undefined, news: SetInputs | undefined): SetPlan {
  const before = olds?.customers ?? {};
  const after = news?.customers ?? {};
  const written = olds?.configuredAt ?? {};
  const due = Object.keys(after).filter((name) => before[name] !== after[name] || isUnknown(after[name]));
  return {
    create: due.filter((name) => !(name in written)),
    update: due.filter((name) => name in written),
    remove: [...new Set([...Object.keys(written), ...Object.keys(before)])].filter(
      (name) => !(name in after),
    ),
  };
}
