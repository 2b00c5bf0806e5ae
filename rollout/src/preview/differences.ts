import { shownMessage } from "../shownText.ts";
import type { Difference, Value } from "../report/schema.ts";
import { isRevision, leavesOf, type Leaf } from "./printable.ts";
import type { PlannedStep } from "./plannedStep.ts";

/** A changed path of one resource in one stack. */
export interface Changed {
  path: string;
  isSecret: boolean;
  difference: Difference;
}

/**
 * Compares the inputs of a resource before and after a step, path by path: what the engine calls a detailed difference
 * says nothing for a dynamic provider. A deletion has no differences.
 *
 * @param secrets values that must not be shown
 */
export function differencesOf(step: PlannedStep, secrets: readonly string[]): Changed[] {
  if (step.operation === "delete") return [];
  const isPrismatic = step.prismaticClass !== undefined;
  const before = leavesOf(step.old?.inputs ?? {}, isPrismatic);
  const after = leavesOf(step.new?.inputs ?? {}, isPrismatic);
  const paths = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return paths.flatMap((path) => {
    const [old, next] = [before.get(path), after.get(path)];
    if (JSON.stringify(old) === JSON.stringify(next) && !isUnknown(next)) return [];
    const difference = { before: shownValue(old, secrets), after: shownValue(next, secrets) };
    return [{ path: shownMessage(path, secrets), isSecret: isRevision(path), difference }];
  });
}

function isUnknown(leaf: Leaf | undefined): boolean {
  return leaf !== undefined && "unknown" in leaf;
}

function shownValue(leaf: Leaf | undefined, secrets: readonly string[]): Value {
  if (leaf === undefined) return { absent: true };
  if ("hidden" in leaf) return { hidden: true };
  if ("unknown" in leaf) return { unknown: true };
  const value: unknown = JSON.parse(leaf.json);
  return { text: shownMessage(typeof value === "string" ? value : leaf.json, secrets) };
}
