import { basicsOf, inOrder } from "../fleet/basics.ts";
import { readFleet, type FleetOptions, type FleetReading } from "../fleet/fleet.ts";
import { readOverview, type StackOverview } from "../fleet/readOverview.ts";
import type { Commit } from "../project/commit.ts";
import { openProject } from "../project/openProject.ts";
import type { Count } from "../report/schema.ts";
import { findingsOf } from "./findings.ts";
import type { ConnectionReport, Finding, FindingKind } from "./schema.ts";

/**
 * Reports the connections of the chosen stacks' tenants that nothing uses, that fail, or that wait for an authorization.
 *
 * @throws RolloutError where nothing could be chosen or started
 */
export async function connectionReport(options: FleetOptions): Promise<ConnectionReport> {
  const opened = await openProject(options);
  const { project, commit, pulumi, environments, file } = opened;
  const { requests, timeout } = options;
  const reading = { pulumi, environments, requestShare: file.requestShare.percent, requests, timeout };
  const readings = await readFleet(opened, options, (stack) => readOverview(stack, { uses: true }, reading));
  return reportOf(project.name, commit, readings);
}

/** Makes the report: the same readings give the same report. */
export function reportOf(
  project: string,
  commit: Commit,
  readings: readonly FleetReading<StackOverview>[],
): ConnectionReport {
  const all = inOrder(readings).map((reading) => ({
    reading,
    findings:
      "found" in reading ? findingsOf(reading.stack.name, reading.found, reading.found.secrets) : undefined,
  }));
  const stacks = all.map(({ reading, findings }) => stackOf(reading, findings));
  const number = (status: ConnectionReport["stacks"][number]["status"]) =>
    stacks.filter((stack) => stack.status === status).length;
  return {
    version: 1,
    command: "report",
    project,
    ...commit,
    stacks,
    stackCounts: { failed: number("failed"), findings: number("findings"), clean: number("clean") },
    findings: all.flatMap(({ findings = [] }) => findings),
  };
}

function stackOf(
  reading: FleetReading<StackOverview>,
  findings: readonly Finding[] = [],
): ConnectionReport["stacks"][number] {
  if ("failures" in reading) {
    const not: Count = { notCounted: reading.failures[0]?.message ?? "it failed" };
    return {
      ...basicsOf(reading, undefined),
      status: "failed",
      ...{ connections: not, credentials: not, fails: not, unknownStatus: not, waits: not, unused: not },
    };
  }
  const { tenant, connections, credentials } = reading.found;
  const counted = (kind: FindingKind): Count => ({
    counted: findings.filter((each) => each.kind === kind).length,
  });
  return {
    ...basicsOf(reading, tenant),
    status: findings.length > 0 ? "findings" : "clean",
    connections: { counted: connections.length },
    credentials: { counted: credentials.length },
    fails: counted("fails"),
    unknownStatus: counted("unknownStatus"),
    waits: counted("waits"),
    unused: counted("unused"),
  };
}
