import { basicsOf, inOrder } from "../fleet/basics.ts";
import { readFleet, type FleetOptions, type FleetReading } from "../fleet/fleet.ts";
import type { Commit } from "../project/commit.ts";
import { openProject } from "../project/openProject.ts";
import { listStacks } from "../pulumi/stackList.ts";
import type { Count } from "../report/schema.ts";
import { readDrift, type StackDrift } from "./readDrift.ts";
import { driftRows } from "./rows.ts";
import { DRIFT_KINDS, type DriftKind, type DriftReport } from "./schema.ts";

/**
 * Compares the states of the chosen stacks with their tenants, and changes neither. A stack whose state changed meanwhile is
 * a failure: nobody knows which of the two states was compared.
 *
 * @throws RolloutError where nothing could be chosen or started
 */
export async function drift(options: FleetOptions): Promise<DriftReport> {
  const opened = await openProject(options);
  const { project, commit, pulumi, environments, chosen, listed: before } = opened;
  const reading = { pulumi, environments, requests: options.requests, timeout: options.timeout };
  const readings = await readFleet(opened, options, (stack) => readDrift(stack, reading));
  const after = options.signal.aborted ? before : await listStacks(pulumi);
  const versionIn = (list: typeof before, stack: string) =>
    list.find(({ name }) => name === stack)?.stateVersion;
  const changed = new Set(
    chosen.map(({ name }) => name).filter((name) => versionIn(before, name) !== versionIn(after, name)),
  );
  return driftReport(
    project.name,
    commit,
    readings.map((each) => (changed.has(each.stack.name) && "found" in each ? unsteady(each) : each)),
  );
}

function unsteady({ stack, readAt, seconds }: FleetReading<StackDrift>): FleetReading<StackDrift> {
  const message = "The stack's state changed while it was read: somebody updates it.";
  return {
    ...{ stack, readAt, seconds },
    failures: [{ message, nextStep: "Run it again when that update is over." }],
  };
}

/** Makes the report: the same readings give the same report. */
export function driftReport(
  project: string,
  commit: Commit,
  readings: readonly FleetReading<StackDrift>[],
): DriftReport {
  const stacks = inOrder(readings).map(stackOf);
  const number = (status: DriftReport["stacks"][number]["status"]) =>
    stacks.filter((stack) => stack.status === status).length;
  return {
    version: 1,
    command: "drift",
    project,
    ...commit,
    stacks,
    stackCounts: { failed: number("failed"), drifted: number("drifted"), inSync: number("inSync") },
    rows: driftRows(inOrder(readings).flatMap((each) => ("found" in each ? each.found.drifts : []))),
  };
}

function stackOf(reading: FleetReading<StackDrift>): DriftReport["stacks"][number] {
  if ("failures" in reading) {
    const not: Count = { notCounted: reading.failures[0]?.message ?? "it failed" };
    return {
      ...basicsOf(reading, undefined),
      status: "failed",
      ...{ compared: not, lost: not, edited: not, secretTouched: not, madeByServer: not },
    };
  }
  const { tenant, compared, drifts } = reading.found;
  const counted = (kind: DriftKind): Count => ({
    counted: drifts.filter((each) => each.kind === kind).length,
  });
  const [lost, edited, secretTouched, madeByServer] = DRIFT_KINDS.map(counted) as [
    Count,
    Count,
    Count,
    Count,
  ];
  const hasDrifted = drifts.some(({ kind }) => kind !== "madeByServer");
  return {
    ...basicsOf(reading, tenant),
    status: hasDrifted ? "drifted" : "inSync",
    ...{ compared: { counted: compared }, lost, edited, secretTouched, madeByServer },
  };
}
