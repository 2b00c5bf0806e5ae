import {
  OPERATIONS,
  REPORT_VERSION,
  STACK_STATUSES,
  type OperationCounts,
  type PreviewReport,
  type StackReport,
} from "../report/schema.ts";
import { changesOf } from "./changes.ts";
import type { Commit } from "../project/commit.ts";
import { digestOf } from "./digest.ts";
import { groupChanges } from "./groups.ts";
import { byCharacters } from "../order.ts";
import type { Reached } from "./reach.ts";
import type { StackReading } from "./reading.ts";

/** Material of a report. */
export interface Readings {
  project: string;
  commit: Commit;
  readings: readonly StackReading[];
  /** Text of the settings file, by the name of the stack. */
  settings: ReadonlyMap<string, string>;
  /** Reach of the changes, by the name of the stack and the URN of the resource. */
  reached?: ReadonlyMap<string, ReadonlyMap<string, Reached>>;
  /** Names of the waves in the order of the update. */
  waves?: readonly string[];
}

/** Makes the report of a preview: the same readings give the same report. */
export function previewReport({ project, commit, readings, settings, ...more }: Readings): PreviewReport {
  const { reached, waves = [] } = more;
  const sorted = readings.toSorted((one, other) => byCharacters(one.stack.name, other.stack.name));
  const stacks = sorted.map(stackReport);
  const read = sorted.filter(({ status }) => status !== "failed");
  const names = read.map(({ stack }) => stack.name);
  const digest = digestOf({ project, commit: commit.commit }, sorted, settings);
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
    groups: groupChanges(read.flatMap(changesOf), names, ({ stack, step }) =>
      reached?.get(stack)?.get(step.urn),
    ),
  };
}

function stackReport(reading: StackReading): StackReport {
  const { stack, status, tenant, violations, failures, changedOutputs, readAt, seconds } = reading;
  return {
    stack: stack.name,
    status,
    ...(tenant === undefined ? {} : { tenant }),
    labels: stack.labels,
    ...(stack.wave === undefined ? {} : { wave: stack.wave }),
    readAt,
    seconds,
    operations: operationsOf(reading),
    violations: violations.toSorted((one, other) =>
      byCharacters(
        `${one.policy} ${one.urn ?? ""} ${one.message}`,
        `${other.policy} ${other.urn ?? ""} ${other.message}`,
      ),
    ),
    failures: failures.toSorted((one, other) => byCharacters(one.message, other.message)),
    notices: changedOutputs.length === 0 ? [] : [`The stack's outputs change: ${changedOutputs.join(", ")}`],
  };
}

function operationsOf({ steps }: StackReading): OperationCounts {
  const count = (wanted: string) => steps.filter(({ operation }) => operation === wanted).length;
  const [replace, remove, update, create] = OPERATIONS.map(count) as [number, number, number, number];
  return { replace, delete: remove, update, create, unchanged: count("unchanged") };
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
