import { ownValue } from "pulumi-prismatic/vocabulary";
import { RolloutError } from "../errors.ts";
import { canonicalJson } from "../order.ts";
import { assembledReport, type ReportParts } from "../preview/assembly.ts";
import type { ShownChange } from "../preview/changes.ts";
import type { Reached } from "../preview/reach.ts";
import {
  difference,
  OPERATIONS,
  reach,
  type ChangeGroup,
  type Operation,
  type PreviewReport,
  type StackReport,
} from "../report/schema.ts";

/** A change of one stack as a report tells it, with what it reaches. */
export interface ReportedChange extends ShownChange {
  reached: Reached | undefined;
}

/** A report that was read from a file. */
export interface NamedReport {
  /** Name of the file, for messages. */
  file: string;
  report: PreviewReport;
}

/**
 * Takes a report apart into the changes of single stacks.
 *
 * @throws RolloutError where its sums, groups or digest are not those of its parts: it was changed
 */
export function changesIn({ file, report }: NamedReport): ReportedChange[] {
  const changes = report.groups.flatMap((group) =>
    group.stacks.map((stack) => changeOf(group, stack) ?? refuse(file)),
  );
  const { project, commit, isUncommitted, stacks, waves = [] } = report;
  if (changes.some(({ stack }) => stacks.every((each) => each.stack !== stack))) refuse(file);
  for (const each of stacks) if (!tellsAll(each, changes)) refuse(file);
  const whole = reportOfChanges({
    ...{ project, stacks, changes, waves },
    commit: {
      ...(commit === undefined ? {} : { commit }),
      ...(isUncommitted === undefined ? {} : { isUncommitted }),
    },
  });
  return canonicalJson(whole) === canonicalJson(report) ? changes : refuse(file);
}

/** True where a stack has just the changes that its status and its sums tell. */
function tellsAll({ stack, status, operations }: StackReport, changes: readonly ShownChange[]): boolean {
  const own = changes.filter((each) => each.stack === stack);
  if (status === "failed" || status === "unchanged") return own.length === 0;
  const isCounted = (name: Operation) =>
    operations[name] === own.filter(({ operation }) => operation === name).length;
  return OPERATIONS.every(isCounted) && (own.length > 0 || status === "violation");
}

/** Makes the report of these changes. */
export function reportOfChanges(parts: Omit<ReportParts<ReportedChange>, "reached">): PreviewReport {
  return assembledReport({ ...parts, reached: ({ reached }) => reached });
}

/** The change of one stack of a group; undefined where the group does not tell it. */
function changeOf(group: ChangeGroup, stack: string): ReportedChange | undefined {
  const { operation, class: type, key, mutations, refusals } = group;
  const changed = group.changes.map(({ path, isSecret, difference: told }) => ({
    ...{ path, isSecret },
    difference: difference.safeParse("shared" in told ? told.shared : ownValue(told.byStack, stack)).data,
  }));
  const reached = reach.safeParse(ownValue(group.reach, stack)).data;
  const refusal = refusals.find((each) => each.stack === stack)?.message;
  if (!isComplete(changed)) return undefined;
  return {
    ...{ stack, operation, class: type, key, changed, mutations },
    reached:
      reached === undefined ? undefined : { reach: reached, ...(refusal === undefined ? {} : { refusal }) },
  };
}

type MaybeChanged = Omit<ShownChange["changed"][number], "difference"> & {
  difference: ShownChange["changed"][number]["difference"] | undefined;
};

function isComplete(changed: readonly MaybeChanged[]): changed is ShownChange["changed"] {
  return changed.every((each) => each.difference !== undefined);
}

function refuse(file: string): never {
  throw new RolloutError(
    "REPORT",
    `The parts of ${file} do not fit together: its sums, groups or digest are others. Nothing was merged.`,
    "Make the report again: no report of this command is like this.",
  );
}
