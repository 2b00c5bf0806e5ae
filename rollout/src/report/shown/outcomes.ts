import type { OperationCounts, PreviewReport, StackReport } from "../schema.ts";
import { OPERATIONS } from "../schema.ts";
import { counted, sentence } from "./text.ts";

/** Outcomes of a tenant, gravest first; each tenant has exactly one. */
export const OUTCOMES = ["failed", "violation", "risky", "changed", "unchanged"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Words for an outcome beside the number of its tenants. */
export const OUTCOME_WORDS: Record<Outcome, string> = {
  failed: "failed",
  violation: "against a policy",
  risky: "with replacements or deletions",
  changed: "with other changes",
  unchanged: "without changes",
};

/** Words for the outcome of one tenant. */
export const OUTCOME_OF_ONE: Record<Outcome, string> = {
  failed: "failed",
  violation: "against a policy",
  risky: "replaces or deletes",
  changed: "changes",
  unchanged: "no changes",
};

/** The outcome of one tenant: its status, with changes that replace or delete apart from the others. */
export function outcomeOf({ status, operations }: StackReport): Outcome {
  return status === "changed" && operations.replace + operations.delete > 0 ? "risky" : status;
}

/** The tenants of each outcome, by name. */
export function stacksByOutcome({ stacks }: PreviewReport): Record<Outcome, StackReport[]> {
  const of = (outcome: Outcome) => stacks.filter((stack) => outcomeOf(stack) === outcome);
  return {
    failed: of("failed"),
    violation: of("violation"),
    risky: of("risky"),
    changed: of("changed"),
    unchanged: of("unchanged"),
  };
}

/** Sums of the resources by operation; what a failed tenant would do is not known, so it is in none of them. */
export function operationSums({ stacks }: PreviewReport): OperationCounts {
  const sums = { replace: 0, delete: 0, update: 0, create: 0, unchanged: 0 };
  for (const { status, operations } of stacks) {
    if (status === "failed") continue;
    for (const operation of [...OPERATIONS, "unchanged"] as const) sums[operation] += operations[operation];
  }
  return sums;
}

export interface Verdict {
  outcome: Outcome;
  /** The gravest facts, each a sentence without its full stop. */
  facts: string[];
}

/** The verdict over all tenants; what is true of a tenant that failed is never said of it. */
export function verdictOf(report: PreviewReport): Verdict {
  const all = report.stacks.length;
  if (all === 0) return { outcome: "failed", facts: ["No tenant was chosen"] };
  const { failed, violation, risky, changed, unchanged } = stacksByOutcome(report);
  const sums = operationSums(report);
  const ofAll = `of ${counted(all, "tenant")}`;
  const verb = (count: number, one: string, many: string) => (count === 1 ? one : many);

  const facts: string[] = [];
  if (failed.length > 0) facts.push(`${failed.length} ${ofAll} failed`);
  if (violation.length > 0) {
    facts.push(`${violation.length} ${ofAll} ${verb(violation.length, "violates", "violate")} a policy`);
  }
  const risks = [
    ...(sums.replace > 0 ? [`${counted(sums.replace, "resource")} to be replaced`] : []),
    ...(sums.delete > 0 ? [`${counted(sums.delete, "resource")} to be deleted`] : []),
  ];
  if (risks.length > 0) facts.push(sentence(risks));
  else if (changed.length > 0) {
    const what = `${changed.length} ${ofAll} ${verb(changed.length, "changes", "change")}`;
    facts.push(`${what}; nothing is replaced or deleted`);
  }
  if (facts.length === 0)
    facts.push(all === 1 ? "No changes in the one tenant" : `No changes in all ${all} tenants`);

  const worst = ([failed, violation, risky, changed, unchanged] as const).findIndex(
    (stacks) => stacks.length > 0,
  );
  return { outcome: OUTCOMES[worst] ?? "unchanged", facts };
}

/** A tenant with the time and the seconds of reading it. */
type Timed = Pick<StackReport, "stack" | "readAt" | "seconds">;

export interface ReadingTimes {
  first: string;
  last: string;
  slowest: Timed;
}

/** When reading began in the first and in the last tenant, and the tenant that took longest. */
export function readingTimes({ stacks }: { stacks: readonly Timed[] }): ReadingTimes | undefined {
  const [first] = stacks;
  if (!first) return undefined;
  const times = stacks.map(({ readAt }) => readAt).toSorted();
  return {
    first: times[0] ?? first.readAt,
    last: times.at(-1) ?? first.readAt,
    slowest: stacks.reduce((slowest, stack) => (stack.seconds > slowest.seconds ? stack : slowest), first),
  };
}
