import { plannedMutationsOf, type EngineStep, type PlannedMutation } from "pulumi-prismatic/plannedMutations";
import { withoutMarks } from "./printable.ts";
import type { PlannedStep } from "./plannedStep.ts";

type Properties = NonNullable<EngineStep["olds"]>;

/** The mutations that the steps of one stack send together, by the URN of the resource. */
export function mutationsOf(steps: readonly PlannedStep[]): Map<string, PlannedMutation[]> {
  const engineSteps = steps.map(({ urn, type, op, old, new: next }) => ({
    ...{ urn, type, op },
    ...(old?.outputs ? { olds: withoutMarks(old.outputs) as Properties } : {}),
    ...(next?.inputs ? { news: withoutMarks(next.inputs) as Properties } : {}),
    ...(old?.retainOnDelete === true ? { retainOnDelete: true } : {}),
  }));
  const found = new Map<string, PlannedMutation[]>();
  for (const { urn, ...mutation } of plannedMutationsOf(engineSteps)) {
    const own = found.get(urn) ?? [];
    own.push(mutation);
    found.set(urn, own);
  }
  return found;
}
