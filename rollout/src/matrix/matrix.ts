import { basicsOf, inOrder } from "../fleet/basics.ts";
import { readFleet, type FleetOptions, type FleetReading } from "../fleet/fleet.ts";
import { readOverview } from "../fleet/readOverview.ts";
import type { Commit } from "../project/commit.ts";
import { openProject } from "../project/openProject.ts";
import { factsOfTenant, type StackFacts } from "./facts.ts";
import { matrixKeys } from "./keys.ts";
import { readState } from "./readState.ts";
import type { MatrixReport } from "./schema.ts";

/** Arguments of a matrix. */
export interface MatrixOptions extends FleetOptions {
  /** True to ask the tenants, in place of the stacks' states. */
  live: boolean;
}

/**
 * Compares the connections of the chosen stacks by stable key.
 *
 * @throws RolloutError where nothing could be chosen or started
 */
export async function matrix(options: MatrixOptions): Promise<MatrixReport> {
  const opened = await openProject(options);
  const { project, commit, pulumi, environments, file } = opened;
  const { requests, timeout, live } = options;
  const reading = { pulumi, environments, requestShare: file.requestShare.percent, requests, timeout };
  const readings = await readFleet<StackFacts>(opened, options, async (stack) => {
    if (!live) return readState(stack, reading);
    const attempt = await readOverview(stack, { values: true }, reading);
    if ("failures" in attempt) return attempt;
    const { tenant, secrets } = attempt.found;
    return { found: { tenant, keys: factsOfTenant(attempt.found, secrets), ofOtherTenants: 0 } };
  });
  return matrixReport({ project: project.name, commit }, live ? "tenants" : "states", readings);
}

/** Makes the matrix: the same readings give the same matrix. */
export function matrixReport(
  { project, commit }: { project: string; commit: Commit },
  source: MatrixReport["source"],
  readings: readonly FleetReading<StackFacts>[],
): MatrixReport {
  const all = inOrder(readings);
  const stacks = all.map((reading): MatrixReport["stacks"][number] => {
    if ("failures" in reading) {
      const not = { notCounted: reading.failures[0]?.message ?? "it failed" };
      return { ...basicsOf(reading, undefined), status: "failed", keys: not, ofOtherTenants: not };
    }
    const { tenant, keys, ofOtherTenants } = reading.found;
    return {
      ...basicsOf(reading, tenant),
      status: "read",
      keys: { counted: keys.size },
      ofOtherTenants:
        source === "states"
          ? { counted: ofOtherTenants }
          : { notCounted: "only the tenant of the stack's own configuration is asked" },
    };
  });
  const failed = stacks.filter(({ status }) => status === "failed").length;
  return {
    version: 1,
    command: "matrix",
    project,
    ...commit,
    source,
    stacks,
    stackCounts: { failed, read: stacks.length - failed },
    keys: matrixKeys(
      new Map(all.flatMap((each) => ("found" in each ? [[each.stack.name, each.found.keys] as const] : []))),
    ),
  };
}
