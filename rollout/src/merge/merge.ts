import { RolloutError } from "../errors.ts";
import { canonicalJson } from "../order.ts";
import { stackDigest } from "../preview/digest.ts";
import type { ChosenStack } from "../project/choice.ts";
import type { Commit } from "../project/commit.ts";
import type { PreviewReport, StackReport } from "../report/schema.ts";
import { changesIn, reportOfChanges, type NamedReport } from "./parts.ts";

/** The preview that several reports are parts of. */
export interface Whole {
  project: string;
  commit: Commit;
  /** Names of the waves that update stacks, in their order. */
  waves: readonly string[];
  /** All stacks, those without a report included. */
  chosen: readonly ChosenStack[];
  /** Time of stacks without a report, in ISO 8601. */
  now: string;
}

/**
 * Makes one report of several: the report that one preview of all these stacks would have given, with the times of the
 * single ones. A stack without a report is a failure.
 *
 * @throws RolloutError where a report is of another project, commit or rollout.yaml, has a stack that is not among the
 *   chosen, one that another report has as well, or was changed
 */
export function mergedReport(reports: readonly NamedReport[], whole: Whole): PreviewReport {
  const { project, commit, waves, chosen } = whole;
  const found = new Map<string, { stack: StackReport; file: string }>();
  for (const { file, report } of reports) {
    refuseOthers(file, report, whole);
    for (const stack of report.stacks) {
      const before = found.get(stack.stack);
      if (before !== undefined) {
        throw notMerged(
          `Stack "${stack.stack}" is in ${before.file === file ? `${file} twice` : `${before.file} and in ${file}`}.`,
          "Give each stack one report: leave out the older one.",
        );
      }
      found.set(stack.stack, { stack, file });
    }
  }
  const changes = reports.flatMap(changesIn);
  const isUncommitted = sharedTree(reports) ?? commit.isUncommitted;
  const stacks = chosen.map((each) => found.get(each.name)?.stack ?? missing(each, whole));
  return reportOfChanges({
    ...{ project, waves, stacks, changes },
    commit: {
      ...(commit.commit === undefined ? {} : { commit: commit.commit }),
      ...(isUncommitted === undefined ? {} : { isUncommitted }),
    },
  });
}

function refuseOthers(file: string, report: PreviewReport, { project, commit, waves, chosen }: Whole): void {
  const again = "Preview all stacks again from one checkout.";
  if (report.project !== project)
    throw notMerged(`${file} is of project ${report.project}, and this is ${project}.`, again);
  if (report.commit !== commit.commit)
    throw notMerged(`${file} is of ${shown(report.commit)}, and here is ${shown(commit.commit)}.`, again);
  const byName = new Map(chosen.map((each) => [each.name, each]));
  for (const { stack, labels, wave } of report.stacks) {
    const own = byName.get(stack);
    if (own === undefined) {
      throw notMerged(
        `${file} has stack "${stack}", which was not asked for.`,
        "Name all stacks that were previewed with --stacks.",
      );
    }
    if (canonicalJson([labels, wave ?? null]) !== canonicalJson([own.labels, own.wave ?? null]))
      throw notMerged(`${file} has other labels or another wave for "${stack}" than rollout.yaml.`, again);
  }
  if (canonicalJson(report.waves ?? []) !== canonicalJson(waves))
    throw notMerged(`${file} was made with other waves than rollout.yaml has.`, again);
}

/**
 * Tells whether files differ from the commit.
 *
 * @throws RolloutError where that is not the same for all reports
 */
function sharedTree(reports: readonly NamedReport[]): boolean | undefined {
  const [first] = reports;
  const other = reports.find(({ report }) => report.isUncommitted !== first?.report.isUncommitted);
  if (first === undefined || other === undefined) return first?.report.isUncommitted;
  const files = first.report.isUncommitted === true ? first.file : other.file;
  throw notMerged(
    `${files} was made of files that differ from the commit, and others were not.`,
    "Preview all stacks again from one checkout, and write reports to a folder outside of it.",
  );
}

function missing({ name, labels, wave }: ChosenStack, { now }: Whole): StackReport {
  const failure = {
    message:
      "There is no report of this stack: its preview did not begin, or was ended before it could write one.",
    nextStep: "Read the log of its job, and run that again.",
  };
  return {
    stack: name,
    status: "failed",
    digest: stackDigest({ status: "failed", tenant: undefined, steps: [], changedOutputs: [] }, ""),
    labels,
    ...(wave === undefined ? {} : { wave }),
    readAt: now,
    seconds: 0,
    operations: { replace: 0, delete: 0, update: 0, create: 0, unchanged: 0 },
    violations: [],
    failures: [failure],
    notices: [],
  };
}

const shown = (commit: string | undefined) => (commit === undefined ? "no commit" : `commit ${commit}`);

function notMerged(message: string, nextStep: string): RolloutError {
  return new RolloutError("REPORT", `${message} Nothing was merged.`, nextStep);
}
