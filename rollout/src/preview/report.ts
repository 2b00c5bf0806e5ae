import { byCharacters } from "../order.ts";
import type { Commit } from "../project/commit.ts";
import { OPERATIONS, type OperationCounts, type PreviewReport, type StackReport } from "../report/schema.ts";
import { assembledReport } from "./assembly.ts";
import { changesOf } from "./changes.ts";
import { stackDigest } from "./digest.ts";
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
export function previewReport({ readings, settings, reached, waves = [], ...more }: Readings): PreviewReport {
  const read = readings.filter(({ status }) => status !== "failed");
  return assembledReport({
    ...more,
    waves,
    stacks: readings.map((reading) => stackReport(reading, settings.get(reading.stack.name) ?? "")),
    changes: read.flatMap(changesOf),
    reached: ({ stack, step }) => reached?.get(stack)?.get(step.urn),
  });
}

function stackReport(reading: StackReading, settings: string): StackReport {
  const { stack, status, tenant, violations, failures, changedOutputs, readAt, seconds } = reading;
  return {
    stack: stack.name,
    status,
    digest: stackDigest(reading, settings),
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
