import pLimit from "p-limit";
import { RolloutError } from "../errors.ts";
import { readReports } from "../merge/readReports.ts";
import { recordOf } from "../order.ts";
import { digestOf, type StackDigests } from "../preview/digest.ts";
import type { StackReading } from "../preview/reading.ts";
import type { Run } from "./run.ts";
import { isOutdated } from "./tenants.ts";

/**
 * Binds the run to the steps of a preview, and takes note of an approval of just these.
 *
 * @param plan digest of the preview
 * @throws RolloutError where the preview is another now
 */
export async function bindPlan(run: Run, plan: string): Promise<void> {
  const { journal, options } = run;
  if (!options.resume || journal.plan !== plan) await bind(run, plan);
  if (options.approve.includes(plan))
    journal.approved = recordOf([...Object.entries(journal.approved), ...Object.entries(journal.planned)]);
}

async function bind(run: Run, plan: string): Promise<void> {
  const { journal, tenants, prepared, options } = run;
  const { project, commit, maxConcurrent } = prepared;
  const ofReport =
    options.planReport === undefined ? undefined : await digestsIn(options.planReport, plan, prepared);
  const readings = await pLimit(maxConcurrent).map([...tenants.values()], run.read);
  const digests = new Map(readings.map((reading) => [reading.stack.name, run.digestOf(reading)]));
  if (ofReport === undefined) {
    const digest = digestOf({ project: project.name, commit: commit.commit }, digests);
    if (digest !== plan) throw another(`its digest is ${digest}`, options.resume);
  } else {
    const others = othersThan(readings, digests, ofReport);
    if (others.length > 0)
      throw another(`that of ${others.join(", ")} is not the one of the report`, options.resume);
  }
  for (const reading of readings) run.fresh.set(reading.stack.name, reading);
  journal.plan = plan;
  journal.planned = recordOf([...digests]);
}

/**
 * Names of the stacks whose previews announce other steps than the report. An empty preview carries out nothing: the stack
 * was updated meanwhile, such as by an earlier try of the same job.
 */
export function othersThan(
  readings: readonly StackReading[],
  digests: StackDigests,
  planned: StackDigests,
): string[] {
  const isPlanned = (reading: StackReading) =>
    digests.get(reading.stack.name) === planned.get(reading.stack.name) ||
    (reading.status === "unchanged" && !isOutdated(reading));
  return readings.filter((reading) => !isPlanned(reading)).map(({ stack }) => stack.name);
}

/**
 * The digest of each stack's steps in a report of a preview. They are what the digest of the whole is made of, so a report
 * that was changed has another one.
 */
export async function digestsIn(
  file: string,
  plan: string,
  { project, commit, chosen }: Pick<Run["prepared"], "project" | "commit" | "chosen">,
): Promise<StackDigests> {
  const [read] = await readReports([file]);
  const digests = new Map(read?.report.stacks.map(({ stack, digest }) => [stack, digest]) ?? []);
  if (digestOf({ project: project.name, commit: commit.commit }, digests) !== plan) {
    throw new RolloutError(
      "PLAN",
      `${file} is not the preview with the digest of --plan, of this commit. Nothing was started, in no stack.`,
      "Name the report that has this digest, and check out the commit that it names.",
    );
  }
  const unknown = chosen.filter(({ name }) => !digests.has(name)).map(({ name }) => name);
  if (unknown.length === 0) return digests;
  throw new RolloutError(
    "PLAN",
    `The plan has no stack ${unknown.join(", ")}. Nothing was started, in no stack.`,
    "Preview these stacks as well, or leave them out.",
  );
}

function another(found: string, resume: boolean): RolloutError {
  return new RolloutError(
    "PLAN",
    `The preview is another now: ${found}. Nothing was started, in no stack.`,
    resume
      ? "What was done meanwhile changes the digest, and the journal of that run is not here. Preview again and take the new digest."
      : "Preview again, and take the digest that it prints.",
  );
}
