import { byCharacters } from "../order.ts";
import type { Commit } from "../project/commit.ts";
import {
  OPERATIONS,
  REPORT_VERSION,
  STACK_STATUSES,
  type OperationCounts,
  type PreviewReport,
  type StackReport,
} from "../report/schema.ts";
import type { ShownChange } from "./changes.ts";
import { digestOf } from "./digest.ts";
import { groupChanges } from "./groups.ts";
import type { Reached } from "./reach.ts";

/** Parts of a report, each of one stack alone. */
export interface ReportParts<Member extends ShownChange> {
  project: string;
  commit: Commit;
  stacks: readonly StackReport[];
  /** Changes of all stacks that were read. */
  changes: readonly Member[];
  /** Names of the waves in the order of the update. */
  waves: readonly string[];
  /** Counts of what a change reaches in its tenant; undefined where nothing was counted. */
  reached: (change: Member) => Reached | undefined;
}

/** Makes the report of these parts; their order does not matter. */
export function assembledReport<Member extends ShownChange>({
  project,
  commit,
  waves,
  changes,
  reached,
  ...parts
}: ReportParts<Member>): PreviewReport {
  const stacks = parts.stacks.toSorted((one, other) => byCharacters(one.stack, other.stack));
  const read = stacks.filter(({ status }) => status !== "failed").map(({ stack }) => stack);
  const digests = new Map(stacks.map(({ stack, digest }) => [stack, digest]));
  const digest = digestOf({ project, commit: commit.commit }, digests);
  return {
    version: REPORT_VERSION,
    command: "preview",
    project,
    ...commit,
    digest,
    upCommand: `prismatic-rollout up --stacks ${stacks.map(({ stack }) => stack).join(",")} --plan ${digest}`,
    stacks,
    stackCounts: countsOf(stacks),
    operations: summed(stacks.map(({ operations }) => operations)),
    ...(waves.length === 0 ? {} : { waves: [...waves] }),
    groups: groupChanges(changes, read, reached),
  };
}

function summed(all: readonly OperationCounts[]): OperationCounts {
  const total = { replace: 0, delete: 0, update: 0, create: 0, unchanged: 0 };
  for (const counts of all) {
    for (const name of [...OPERATIONS, "unchanged"] as const) total[name] += counts[name];
  }
  return total;
}

function countsOf(stacks: readonly StackReport[]): PreviewReport["stackCounts"] {
  const count = (wanted: string) => stacks.filter(({ status }) => status === wanted).length;
  const [failed, violation, changed, unchanged] = STACK_STATUSES.map(count) as [
    number,
    number,
    number,
    number,
  ];
  return { failed, violation, changed, unchanged };
}
