import { byCharacters, gathered } from "../../order.ts";
import { OPERATIONS, type ChangeGroup, type Operation, type PreviewReport } from "../schema.ts";

/** Tenants that plan the same for one resource. */
export interface Plan {
  /** Undefined where they plan nothing for it. */
  group: ChangeGroup | undefined;
  stacks: string[];
}

/** A resource for which tenants do not plan the same. */
export interface Deviation {
  class: string;
  key: string;
  /** The plan of most tenants. */
  peers: Plan;
  /** The other plans, those of the fewest tenants first. */
  others: Plan[];
}

/** Resources whose groups name tenants that are unlike them; a failed tenant has no plan, so it is in none. */
export function deviationsOf(report: PreviewReport): Deviation[] {
  const failed = new Set(report.stacks.flatMap(({ stack, status }) => (status === "failed" ? [stack] : [])));
  return gathered(report.groups, resourceOf).flatMap((groups) => {
    const [first] = groups;
    const unlike = groups.flatMap((group) => group.unlike ?? []);
    if (!first || unlike.length === 0) return [];
    const planning = new Set(groups.flatMap(({ stacks }) => stacks));
    const silent = [...new Set(unlike)].filter((stack) => !planning.has(stack) && !failed.has(stack));
    const plans: Plan[] = groups.map((group) => ({ group, stacks: group.stacks }));
    if (silent.length > 0) plans.push({ group: undefined, stacks: silent.toSorted(byCharacters) });
    if (plans.length < 2) return [];
    const [peers = plans[0], ...others] = plans.toSorted(
      (one, other) => other.stacks.length - one.stacks.length || riskOf(one.group) - riskOf(other.group),
    );
    return peers ? [{ class: first.class, key: first.key, peers, others: others.toReversed() }] : [];
  });
}

/** The groups, riskiest first, and among equal ones those of tenants that are unlike their peers. */
export function sortedGroups(report: PreviewReport, deviations: Deviation[]): ChangeGroup[] {
  const apart = new Set(deviations.flatMap(({ others }) => others.flatMap(({ group }) => group ?? [])));
  const rank = (group: ChangeGroup) => (apart.has(group) ? 0 : 1);
  return report.groups.toSorted(
    (one, other) =>
      riskOf(one) - riskOf(other) ||
      rank(one) - rank(other) ||
      other.refusals.length - one.refusals.length ||
      other.stacks.length - one.stacks.length ||
      byCharacters(one.class, other.class) ||
      byCharacters(one.key, other.key) ||
      byCharacters(one.id, other.id),
  );
}

/** Groups that destroy something: their details are the last to be left out. */
export function isRisky({ operation }: { operation: Operation }): boolean {
  return operation === "replace" || operation === "delete";
}

/** Identifies the resource of a group across tenants. */
export function resourceOf(group: ChangeGroup): string {
  return JSON.stringify([group.class, group.key]);
}

function riskOf(group: ChangeGroup | undefined): number {
  return group ? OPERATIONS.indexOf(group.operation) : OPERATIONS.length;
}
