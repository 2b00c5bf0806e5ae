import type { Claim } from "../../dynamic/claim.ts";
import type { PlannedMutation, RestOfRun } from "../../dynamic/lifecycle.ts";
import { isUnknown, SIGNATURE, UNKNOWN } from "../../dynamic/wire.ts";
import { credentialsMutation } from "../credentials/write.ts";
import { undeployedStill } from "../redeploy/decision.ts";
import { customerClaim } from "../claims.ts";
import { readChange } from "./change.ts";
import type { Digests } from "./digests.ts";
import type { SetInputs, SetState } from "./state.ts";
import { ownValue } from "../../tenant/ownValue.ts";

type Verb = "create" | "update" | "delete";

/** The customers whose credentials a step writes. */
export interface SetPlan {
  create: string[];
  update: string[];
  remove: string[];
}

/** Numbers of credentials that a step creates, changes and deletes. */
export interface SetCounts {
  create: number;
  update: number;
  remove: number;
}

/** Counts a step's mutations. A report reads no secret and so no digest: there `change` gives the numbers. */
export function countSet(olds: SetState | undefined, news: SetInputs | undefined): SetCounts {
  const isMasked = [olds?.customers, news?.customers].some(
    (digests) => digests !== undefined && !isNamed(digests),
  );
  if (!isMasked) {
    const { create, update, remove } = planSet(olds, news);
    const written = goingOf(olds, remove).filter((name) => Object.hasOwn(olds?.configuredAt ?? {}, name));
    return { create: create.length, update: update.length, remove: written.length };
  }
  if (news === undefined) return { create: 0, update: 0, remove: deletedWith(olds) };
  const { added, changed, removed } = readChange(olds?.change === news.change ? undefined : news.change);
  return { create: added, update: changed, remove: removed };
}

/** Of some customers, those whose credentials the set made or adopted by decision, and so deletes. */
export function goingOf(old: Pick<SetState, "takenOver"> | undefined, names: readonly string[]): string[] {
  return names.filter((name) => !old?.takenOver?.includes(name));
}

/** Number of credentials that go with a set whose customers cannot be read. */
function deletedWith(old: SetState | undefined): number {
  return Math.max(0, (old?.counts?.customers ?? 0) - (old?.takenOver?.length ?? 0));
}

/** Plans by the digests. Credentials of which the state has no time were not written yet, or are gone. */
export function planSet(olds: SetState | undefined, news: SetInputs | undefined): SetPlan {
  const before = olds?.customers ?? {};
  const after = news?.customers ?? {};
  const written = olds?.configuredAt ?? {};
  const due = Object.keys(after).filter(
    (name) => ownValue(before, name) !== ownValue(after, name) || isUnknown(ownValue(after, name)),
  );
  return {
    create: due.filter((name) => !Object.hasOwn(written, name)),
    update: due.filter((name) => Object.hasOwn(written, name)),
    remove: [...new Set([...Object.keys(written), ...Object.keys(before)])].filter(
      (name) => !Object.hasOwn(after, name),
    ),
  };
}

/** The mutations that a step announces, by the change that sends them. */
interface Announced {
  written: PlannedMutation[];
  removed: PlannedMutation[];
}

/**
 * Announces the mutations of a step. A report reads no digests and so no customers: then their number is known, and it
 * is not known which of those that are announced as created moved here from another resource.
 */
export function announced(
  old: SetState | undefined,
  args: SetInputs | undefined,
  { held, isClaimed }: RestOfRun,
): Announced {
  const either = args ?? old;
  if (either === undefined) return { written: [], removed: [] };
  const { stableKey } = either.connection;
  const mutation = (verb: Verb, customer: string) =>
    credentialsMutation(verb, { stableKey, customer, carries: ["inputs"] });
  const claim = (name: string) => customerClaim(stableKey, name, undefined);
  if (args === undefined) {
    const others = isClaimed(claim(UNKNOWN)) ? { uncertain: true as const } : {};
    if (!isNamed(old?.configuredAt)) {
      const deletion = { ...mutation("delete", UNKNOWN), uncertain: true as const };
      return { written: [], removed: Array.from({ length: deletedWith(old) }, () => deletion) };
    }
    const names = goingOf(old, Object.keys(old.configuredAt)).filter((name) => !isClaimed(claim(name)));
    return { written: [], removed: names.map((name) => ({ ...mutation("delete", name), ...others })) };
  }
  const deploy =
    old === undefined
      ? []
      : undeployedStill(old, args).map(() => ({ field: "deployInstance", stableKey }) as const);
  if (!isNamed(args.customers)) {
    const { create, update, remove } = countSet(old, args);
    const isCounted = create + update + remove + deploy.length > 0;
    const times = (verb: Verb, count: number): PlannedMutation[] =>
      Array.from({ length: isCounted ? count : 1 }, () => ({ ...mutation(verb, UNKNOWN), uncertain: true }));
    return {
      written: [...times("create", create), ...times("update", update), ...deploy],
      removed: times("delete", remove),
    };
  }
  const plan = planSet(old, args);
  const gone = goingOf(old, plan.remove).filter(
    (name) => Object.hasOwn(old?.configuredAt ?? {}, name) && !isClaimed(claim(name)),
  );
  return {
    written: [
      ...plan.create.map((name) => mutation(held(claim(name)) === undefined ? "create" : "update", name)),
      ...plan.update.map((name) => mutation("update", name)),
      ...deploy,
    ],
    removed: gone.map((name) => mutation("delete", name)),
  };
}

/** Claims of the set: one for each customer, or one that stands for any customer where a report cannot read them. */
export function setClaims({ connection, customers, configuredAt }: SetInputs & Partial<SetState>): Claim[] {
  if (isUnknown(connection)) return [];
  const maps = [customers, configuredAt].filter((map): map is Digests => isNamed(map));
  const names = maps.length === 0 ? [UNKNOWN] : new Set(maps.flatMap((map) => Object.keys(map)));
  return [...names].map((name) => customerClaim(connection.stableKey, name, undefined));
}

/**
 * True where the customers can be read. They are unknown as a whole where one of their values is, and an event has a
 * text or the engine's mark of a secret in their place.
 */
export function isNamed(customers: unknown): customers is object {
  return typeof customers === "object" && customers !== null && !(SIGNATURE in customers);
}
