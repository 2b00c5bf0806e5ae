import type { RolloutFile } from "../project/rolloutSchema.ts";
import type { ChangeGroup, PreviewReport } from "../report/schema.ts";
import { reasonsForApproval, type Extent } from "../up/approval.ts";

/**
 * Facts by which the jobs after a preview decide, as `NAME=VALUE` lines: `digest`, `changes`, and for each wave by its number
 * from 1 `wave-1-changes` and `wave-1-approval`. The latter tells that the changes need a person's approval, by the rules
 * of `up`. Without waves, all stacks are wave 1. No value comes from a tenant.
 */
export function outputLines(report: PreviewReport, { waves, autoApprove }: RolloutFile): string {
  const updating = waves.filter(({ action }) => action === "up");
  const parts =
    updating.length === 0
      ? [{ isRequired: false, stacks: report.stacks }]
      : updating.map(({ name, gate }) => ({
          isRequired: gate?.approval === "required",
          stacks: report.stacks.filter(({ wave }) => wave === name),
        }));
  const lines = parts.flatMap(({ isRequired, stacks }, index) => {
    const changing = stacks.filter(
      ({ status, notices }) => status === "changed" || (status === "unchanged" && notices.length > 0),
    );
    const extent = extentOf(report.groups, new Set(changing.map(({ stack }) => stack)));
    const reasons = changing.length === 0 ? [] : reasonsForApproval(extent, { autoApprove, isRequired });
    return [
      `wave-${index + 1}-changes=${changing.length > 0}`,
      `wave-${index + 1}-approval=${reasons.length > 0}`,
    ];
  });
  const hasChanges = lines.some((line) => line.endsWith("-changes=true"));
  return [`digest=${report.digest}`, `changes=${hasChanges}`, ...lines, ""].join("\n");
}

/** The extent of the changes in these stacks together, as `up` counts it. */
function extentOf(groups: readonly ChangeGroup[], stacks: ReadonlySet<string>): Extent {
  const count = (wanted: string) =>
    groups
      .filter(({ operation }) => operation === wanted)
      .flatMap((group) => group.stacks.filter((stack) => stacks.has(stack))).length;
  const reached = groups.flatMap(({ reach }) =>
    Object.entries(reach).flatMap(([stack, each]) =>
      stacks.has(stack) ? [each.customersWithCredentials] : [],
    ),
  );
  const counts = reached.map((each) => ("counted" in each ? each.counted : undefined));
  return {
    replace: count("replace"),
    delete: count("delete"),
    customers: counts.reduce<number | undefined>(
      (sum, each) => (sum === undefined || each === undefined ? undefined : sum + each),
      0,
    ),
  };
}
