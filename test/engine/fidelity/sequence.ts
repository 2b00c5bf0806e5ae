import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { contentsOf } from "../../support/contents.ts";
import { declare, declaringProgram } from "../../support/declaration.ts";
import { diagnosticErrors, type EngineEvent } from "../../support/engineEvents.ts";
import { createPulumiProject, type PulumiProject } from "../../support/pulumi.ts";
import { nameOf } from "../../support/steps.ts";
import { startTenant, type TestTenant } from "../../support/tenant.ts";
import { interfereWithOwn } from "./behindOwn.ts";
import { interfere, interferences, type Interference } from "./behindPulumi.ts";
import { buildBundles } from "./bundles.ts";
import { declaredBy } from "./declared.ts";
import { edited, edits, type Edit } from "./edits.ts";
import { announced, arrived, difference, effective, objectsOf, type Objects } from "./mutations.ts";
import { heldBefore } from "./tenantBefore.ts";
import { laneOf, NOTHING, type World } from "./world.ts";

/** Programs that one run of the engine carries side by side, each with connections of its own in the same tenant. */
export const LANES = 5;

/** One case: what somebody did in the tenant meanwhile, and how the program changes. */
export interface Case {
  meanwhile: Interference[];
  edits: Edit[];
}

/** The end of a case. */
export interface Outcome {
  kind: "carried out" | "refused" | "failed";
  reason?: string;
}

/** Random cases; the same seed gives the same ones. */
export function randomCases(seed: number, count: number): Case[] {
  return fc.sample(fc.record({ meanwhile: interferences, edits }), { seed, numRuns: count });
}

/**
 * Runs cases in one tenant and one state, {@link LANES} at a time, each from what the one before in its lane left. What
 * a preview announces must be what arrives; a refused plan must send nothing, and the program before it is carried out
 * in its place; a second preview with a refresh must be empty; destroying leaves the tenant as it was found.
 *
 * @param onOutcome called for each case, and with an index of `cases.length` where the end of all failed
 */
export async function runSequence(
  cases: readonly Case[],
  onOutcome: (outcome: Outcome, index: number) => void,
): Promise<void> {
  await using tenant = await startTenant({
    holds: heldBefore(LANES),
    switches: { "default-for-component": "several", "user-default-for-component": "allowed" },
  });
  await using project = await createPulumiProject({
    program: declaringProgram,
    config: tenant.config,
    secrets: tenant.secrets,
  });
  await tenant.setProcessing(0);
  await using bundles = await buildBundles(LANES);
  const found = await everythingOf(tenant);
  const sequence = new Sequence(tenant, project, bundles.folders);
  for (let first = 0; first < cases.length; first += LANES) {
    const outcomes = await sequence.runRound(cases.slice(first, first + LANES));
    outcomes.forEach((outcome, lane) => onOutcome(outcome, first + lane));
    if (sequence.isBroken) return;
  }
  const destroyed = await project.destroy([], { expectFailure: "either" });
  if (destroyed.exitCode !== 0) {
    onOutcome({ kind: "failed", reason: `destroy failed: ${destroyed.output}` }, cases.length);
  } else if (!isDeepStrictEqual(await everythingOf(tenant), found)) {
    const left = JSON.stringify({ found, left: await everythingOf(tenant) });
    onOutcome(
      { kind: "failed", reason: `destroy did not leave the tenant as it was found: ${left}` },
      cases.length,
    );
  }
}

/** The contents of the tenant, with components of our own and integrations by their names alone. */
async function everythingOf(tenant: TestTenant): Promise<object> {
  const { belongings } = await objectsOf(tenant);
  const names = new Set([...belongings.values()].map(({ stableKey }) => stableKey));
  return { ...(await contentsOf(tenant)), names: [...names].toSorted() };
}

/** A run that failed where none may, so that the cases after it could not be judged. */
class Broken extends Error {
  readonly lane: number;

  constructor(lane: number, reason: string) {
    super(reason);
    this.lane = lane;
  }
}

class Sequence {
  readonly #tenant: TestTenant;
  readonly #project: PulumiProject;
  readonly #bundles: readonly string[][];
  #worlds: World[] = Array.from({ length: LANES }, () => NOTHING);
  isBroken = false;

  constructor(tenant: TestTenant, project: PulumiProject, bundles: readonly string[][]) {
    this.#tenant = tenant;
    this.#project = project;
    this.#bundles = bundles;
  }

  /** Runs one case in each lane. */
  async runRound(cases: readonly Case[]): Promise<Outcome[]> {
    for (const [lane, { meanwhile }] of cases.entries()) {
      for (const each of meanwhile) await this.#interfere(lane, each);
    }
    const before = await objectsOf(this.#tenant);
    await this.#tenant.clearRequests();
    const wanted = this.#worlds.map((world, lane) => edited(world, lane, cases[lane]?.edits ?? []));
    const refusals = new Map<number, string>();
    try {
      const events = await this.#previewAcceptable(wanted, refusals);
      const failures = await this.#carryOut(events, before);
      return cases.map((_case, lane): Outcome => {
        const reason = failures.get(lane);
        if (reason !== undefined) return { kind: "failed", reason };
        const refusal = refusals.get(lane);
        return refusal === undefined ? { kind: "carried out" } : { kind: "refused", reason: refusal };
      });
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      this.isBroken = true;
      return [...cases.keys()].flatMap((lane): Outcome[] =>
        lane === error.lane || Number.isNaN(error.lane) ? [{ kind: "failed", reason: error.message }] : [],
      );
    }
  }

  #interfere(lane: number, each: Interference): Promise<void> {
    if (each.of === "connection") return interfere(this.#tenant, lane, each);
    return interfereWithOwn(this.#tenant, lane, each, this.#bundles[lane] ?? []);
  }

  /**
   * Previews until no program is refused: one that is gives way to the one before it in its lane, and that one to
   * none, as far as somebody made it impossible meanwhile.
   */
  async #previewAcceptable(wanted: World[], refusals: Map<number, string>): Promise<EngineEvent[]> {
    const attempts = wanted.map((world, lane) => [world, this.#worlds[lane] ?? NOTHING, NOTHING]);
    for (;;) {
      this.#worlds = attempts.map(([world]) => world ?? NOTHING);
      await declare(
        this.#project,
        this.#worlds.flatMap((world, lane) => declaredBy(world, lane, this.#bundles[lane] ?? [])),
      );
      const preview = await this.#project.run(["preview", "--refresh"], {
        events: true,
        expectFailure: "either",
      });
      if (preview.exitCode === 0) return preview.events;
      const { lane, reason } = failureOf(preview.events, preview.output);
      if (effective(await this.#tenant.mutations()).length > 0) {
        throw new Broken(lane, `a preview sent something: ${reason}`);
      }
      const worlds = attempts[lane] ?? [];
      if (worlds.length <= 1)
        throw new Broken(lane, `a preview failed without a reason to refuse: ${reason}`);
      worlds.shift();
      if (!refusals.has(lane)) refusals.set(lane, reason);
    }
  }

  /** Updates, compares, and previews again. Answers what is wrong, by lane. */
  async #carryOut(events: EngineEvent[], before: Objects): Promise<Map<number, string>> {
    const run = await this.#project.up(["--refresh"], { events: true, expectFailure: "either" });
    if (run.exitCode !== 0) {
      const { lane, reason } = failureOf(run.events, run.output);
      throw new Broken(lane, `a plan that passed failed: ${reason}`);
    }
    const after = await objectsOf(this.#tenant);
    const objects = { ...after, belongings: new Map([...before.belongings, ...after.belongings]) };
    const expected = announced(events);
    const sent = arrived(await this.#tenant.mutations(), objects);
    const failures = new Map<number, string>();
    for (let lane = 0; lane < LANES; lane += 1) {
      const ofLane = ({ stableKey }: { stableKey: string }) => laneOf(stableKey) === lane;
      const wrong = difference(expected.filter(ofLane), sent.filter(ofLane));
      if (wrong !== undefined) failures.set(lane, wrong);
    }
    const strays = sent.filter(({ stableKey }) => Number.isNaN(laneOf(stableKey)));
    if (strays.length > 0) failures.set(0, `sent to nothing of ours: ${JSON.stringify(strays)}`);
    const second = await this.#project.run(["preview", "--refresh", "--diff"], {
      events: true,
      expectFailure: "either",
    });
    for (const { lane, what } of changesOf(second.events)) {
      if (!failures.has(lane)) failures.set(lane, `the second preview has ${what}\n${second.output}`);
    }
    if (second.exitCode !== 0) throw new Broken(NaN, `the second preview failed: ${second.output}`);
    return failures;
  }
}

function changesOf(events: EngineEvent[]): { lane: number; what: string }[] {
  const steps = events.flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? []);
  return steps
    .filter(({ op, urn }) => op !== "same" && op !== "refresh" && !Number.isNaN(laneOf(nameOf(urn))))
    .map(({ op, urn }) => ({ lane: laneOf(nameOf(urn)), what: `${op} of ${nameOf(urn)}` }));
}

/** Whose failure it is, and what was said. */
function failureOf(events: EngineEvent[], output: string): { lane: number; reason: string } {
  const failures = events.flatMap(({ diagnosticEvent }) =>
    diagnosticEvent?.severity === "error" ? [diagnosticEvent] : [],
  );
  const lane = failures.map(({ urn = "" }) => laneOf(nameOf(urn))).find((found) => !Number.isNaN(found));
  return { lane: lane ?? NaN, reason: diagnosticErrors(events).join("\n") || output };
}
