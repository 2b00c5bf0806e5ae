import { gathered } from "../../order.ts";
import type { ChangeGroup, PreviewReport, Reach } from "../schema.ts";
import { counted } from "./text.ts";

export type Measure = keyof Reach;

/** Words for a measure of reach, for one and for many. */
export const MEASURES: Record<Measure, readonly [one: string, many: string]> = {
  instances: ["instance", "instances"],
  workflows: ["workflow", "workflows"],
  customersWithCredentials: ["customer with credentials", "customers with credentials"],
  redeployedInstances: ["instance redeployed", "instances redeployed"],
  upgradedInstances: ["instance upgraded", "instances upgraded"],
  switchedSteps: ["input of a step switched", "inputs of steps switched"],
  repeatedAuthorizations: ["authorization to be given again", "authorizations to be given again"],
};

/** Reach of a group by one measure, over its tenants. */
export interface MeasuredReach {
  measure: Measure;
  /** Sum over the tenants that were counted; undefined where none was. */
  sum: number | undefined;
  /** Tenants that were not counted, by reason. */
  notCounted: { reason: string; stacks: string[] }[];
}

/**
 * Sums what a group reaches; a tenant that was not counted stays apart with its reason and adds no 0. Of a creation there
 * is nothing to count.
 */
export function reachOf(group: ChangeGroup): MeasuredReach[] {
  if (group.operation === "create") return [];
  const byStack = new Map(Object.entries(group.reach));
  return (Object.keys(MEASURES) as Measure[]).map((measure) => {
    let sum: number | undefined;
    const missing: { stack: string; reason: string }[] = [];
    for (const stack of group.stacks) {
      const count = byStack.get(stack)?.[measure] ?? {
        notCounted: "The preview was asked not to count (--no-reach).",
      };
      if ("counted" in count) sum = (sum ?? 0) + count.counted;
      else missing.push({ stack, reason: count.notCounted });
    }
    return {
      measure,
      sum,
      notCounted: gathered(missing, ({ reason }) => reason).map((same) => ({
        reason: same[0]?.reason ?? "",
        stacks: same.map(({ stack }) => stack),
      })),
    };
  });
}

/** The reach of a group in words, such as `340 instances, 12 workflows; not counted: customers with credentials`. */
export function reachText(reach: MeasuredReach[]): string {
  const sums = reach.flatMap(({ measure, sum, notCounted }) => {
    if (sum === undefined || (sum === 0 && notCounted.length === 0)) return [];
    const missing = notCounted.reduce((total, { stacks }) => total + stacks.length, 0);
    const gap = missing > 0 ? ` (not counted in ${counted(missing, "tenant")})` : "";
    return [counted(sum, ...MEASURES[measure]) + gap];
  });
  const unknown = reach.flatMap(({ measure, sum, notCounted }) =>
    sum === undefined && notCounted.length > 0 ? [measure] : [],
  );
  if (reach.length === 0) return "nothing yet";
  if (unknown.length === reach.length) return "not counted";
  const gaps = unknown.length > 0 ? [`not counted: ${measuresText(unknown)}`] : [];
  return [sums.join(", "), ...gaps].filter((part) => part !== "").join("; ") || "nothing in use";
}

/** Measures as a list; all of them in one word. */
export function measuresText(measures: Measure[]): string {
  if (measures.length === Object.keys(MEASURES).length) return "reach";
  return measures.map((measure) => MEASURES[measure][1]).join(", ");
}

/** A reason for which something was not counted, with what and where. */
export interface Gap {
  reason: string;
  measures: Measure[];
  /** The resources, by class and key. */
  resources: { class: string; key: string }[];
  stacks: string[];
}

/** Everything that was not counted in the report, by reason. */
export function gapsOf(report: PreviewReport): Gap[] {
  const all = report.groups
    .filter(isOurs)
    .flatMap((group) =>
      reachOf(group).flatMap(({ measure, notCounted }) =>
        notCounted.map(({ reason, stacks }) => ({ reason, measure, group, stacks })),
      ),
    );
  return gathered(all, ({ reason }) => reason).map((same) => ({
    reason: same[0]?.reason ?? "",
    measures: [...new Set(same.map(({ measure }) => measure))],
    resources: gathered(
      same.map(({ group }) => ({ class: group.class, key: group.key })),
      ({ class: name, key }) => JSON.stringify([name, key]),
    ).flatMap(([resource]) => (resource ? [resource] : [])),
    stacks: [...new Set(same.flatMap(({ stacks }) => stacks))].toSorted(),
  }));
}

/** True for a class of pulumi-prismatic; what a resource of another package reaches is no number that somebody misses. */
function isOurs(group: ChangeGroup): boolean {
  return !group.class.includes(":");
}
