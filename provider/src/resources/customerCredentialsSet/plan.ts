import { isUnknown } from "../../dynamic/unknown.ts";
import { knownMap } from "../connection/values.ts";
import type { SetInputs, SetOutputs } from "./state.ts";

/** The customers whose credentials a step writes. */
export interface SetPlan {
  create: string[];
  update: string[];
  remove: string[];
}

/**
 * Plans by the counters and not by the digests, so that a report, which reads no secret, plans the same. What the
 * state has no time of was not written yet, or is gone.
 */
export function planSet(olds: SetOutputs | undefined, news: SetInputs | undefined): SetPlan {
  const before = knownMap(olds?.customerRevisions);
  const after = knownMap(news?.customerRevisions);
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
