import fc from "fast-check";
import { declare, declaringProgram } from "../support/declaration.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";
import { interfere, interferences, type Interference } from "./behindPulumi.ts";
import { announced, arrived, stableKeysById } from "./mutations.ts";
import { customers, declaredBy, world, type World } from "./world.ts";

/** One case: what somebody did in the tenant meanwhile, and what the program declares now. */
export interface Case {
  meanwhile: Interference[];
  program: World;
}

/** How a case ended. */
export type Outcome =
  { kind: "carried out" } | { kind: "refused"; reason: string } | { kind: "failed"; reason: string };

/** Random cases; the same seed gives the same ones. */
export function randomCases(seed: number, count: number): Case[] {
  return fc.sample(fc.record({ meanwhile: interferences, program: world }), { seed, numRuns: count });
}

/**
 * Runs cases one after another in one tenant and one state, each from what the one before left. What a preview
 * announces must be what arrives; a refused plan must send nothing; a second preview must be empty.
 */
export async function runSequence(
  cases: Case[],
  onOutcome: (outcome: Outcome, index: number) => void,
): Promise<void> {
  await using tenant = await startTenant({
    holds: { customers: customers.map((externalId) => ({ externalId, name: externalId })) },
    switches: { "default-for-component": "several" },
  });
  await using project = await createPulumiProject({
    program: declaringProgram,
    config: tenant.config,
    secrets: tenant.secrets,
  });
  for (const [index, each] of cases.entries()) onOutcome(await runCase(tenant, project, each), index);
  await project.destroy();
  const left = await tenant.connections();
  if (left.length > 0) {
    onOutcome(
      { kind: "failed", reason: `destroy left ${left.map(({ stableKey }) => stableKey).join(", ")}` },
      cases.length,
    );
  }
}

async function runCase(
  tenant: TestTenant,
  project: PulumiProject,
  { meanwhile, program }: Case,
): Promise<Outcome> {
  for (const each of meanwhile) await interfere(tenant, each);
  await declare(project, declaredBy(program));
  const before = await stableKeysById(tenant);
  await tenant.clearRequests();
  const preview = await project.run(["preview", "--refresh"], { events: true, expectFailure: "either" });
  if (preview.exitCode !== 0) {
    const sent = await tenant.mutations();
    const reason = errorOf(preview.output);
    return sent.length === 0
      ? { kind: "refused", reason }
      : { kind: "failed", reason: `a preview sent something: ${reason}` };
  }
  const run = await project.up(["--refresh"], { expectFailure: "either" });
  const sent = arrived(await tenant.mutations(), new Map([...before, ...(await stableKeysById(tenant))]));
  if (run.exitCode !== 0)
    return { kind: "failed", reason: `a plan that passed failed: ${errorOf(run.output)}` };
  const expected = announced(preview.events);
  if (JSON.stringify(expected) !== JSON.stringify(sent)) {
    return {
      kind: "failed",
      reason: `announced ${JSON.stringify(expected)}\narrived   ${JSON.stringify(sent)}`,
    };
  }
  const second = await project.run(["preview", "--diff", "--expect-no-changes"], { expectFailure: "either" });
  if (second.exitCode === 0) return { kind: "carried out" };
  return { kind: "failed", reason: `the second preview is not empty:\n${second.output}` };
}

function errorOf(output: string): string {
  return output.split("\n").find((text) => text.includes("error:")) ?? output.slice(-500);
}
