import type { Thing } from "../../dynamic/thing.ts";
import type { PlannedMutation, RestOfRun, Step } from "../../dynamic/lifecycle.ts";
import { isUnknown, SIGNATURE, UNKNOWN } from "../../dynamic/wire.ts";
import { credentialsMutation } from "../credentials/plan.ts";
import { undeployedStill } from "../redeploy/decision.ts";
import { customerThing } from "../things.ts";
import { readChange } from "./change.ts";
import type { Digests } from "./digests.ts";
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
  const isMasked = [olds?.customers, news?.customers].some(
    (digests) => digests !== undefined && !isNamed(digests),
  );
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

/**
 * The mutations that a step sends. A report reads no digests and so not whose credentials they are: then their number
 * is known, and whether one that is announced as created moved here from elsewhere is not.
 */
export function planSetStep(step: Step, { held, keeps }: RestOfRun): PlannedMutation[] {
  const olds = step.op === "create" ? undefined : (step.olds as unknown as SetOutputs);
  const news = step.op === "delete" ? undefined : (step.news as unknown as SetInputs);
  const { connection } = (step.op === "delete" ? step.olds : step.news) as unknown as SetInputs;
  const { stableKey } = connection;
  const mutation = (verb: "create" | "update" | "delete", customer: string) =>
    credentialsMutation(verb, { stableKey, customer, carries: ["inputs"] });
  const still = step.op === "update" ? undeployedStill(step.olds, step.news) : [];
  const deploy = still.map(() => ({ field: "deployInstance", stableKey }));
  const thing = (name: string) => customerThing(stableKey, name, undefined);
  if (news !== undefined && !isNamed(news.customers)) {
    const { create, update, remove } = countSet(olds, news);
    const isCounted = create + update + remove + deploy.length > 0;
    const times = (verb: "create" | "update" | "delete", count: number): PlannedMutation[] =>
      Array.from({ length: isCounted ? count : 1 }, () => ({ ...mutation(verb, UNKNOWN), uncertain: true }));
    return [...times("create", create), ...times("update", update), ...times("delete", remove), ...deploy];
  }
  if (news === undefined) {
    const others = keeps(thing(UNKNOWN)) ? { uncertain: true as const } : {};
    if (!isNamed(olds?.configuredAt)) {
      const deletion = { ...mutation("delete", UNKNOWN), uncertain: true as const };
      return Array.from({ length: olds?.counts.customers ?? 0 }, () => deletion);
    }
    const names = Object.keys(olds.configuredAt).filter((name) => !keeps(thing(name)));
    return names.map((name) => ({ ...mutation("delete", name), ...others }));
  }
  const plan = planSet(olds, news);
  const gone = plan.remove.filter((name) => name in (olds?.configuredAt ?? {}) && !keeps(thing(name)));
  return [
    ...plan.create.map((name) => mutation(held(thing(name)) === undefined ? "create" : "update", name)),
    ...plan.update.map((name) => mutation("update", name)),
    ...gone.map((name) => mutation("delete", name)),
    ...deploy,
  ];
}

/** The things that the set keeps, one for each customer; where a report cannot read which, one that stands for any. */
export function thingsOf({ connection, customers, configuredAt }: SetInputs & Partial<SetOutputs>): Thing[] {
  if (isUnknown(connection)) return [];
  const maps = [customers, configuredAt].filter((map): map is Digests => isNamed(map));
  const names = maps.length === 0 ? [UNKNOWN] : new Set(maps.flatMap((map) => Object.keys(map)));
  return [...names].map((name) => customerThing(connection.stableKey, name, undefined));
}

/**
 * Whether the customers can be read: they are unknown as a whole where one of their values is, and an event has a text
 * or the engine's mark of a secret in their place.
 */
function isNamed(customers: unknown): customers is object {
  return typeof customers === "object" && customers !== null && !(SIGNATURE in customers);
}
