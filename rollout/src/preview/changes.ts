import type { PlannedMutation } from "pulumi-prismatic/plannedMutations";
import type { ChangeGroup, Operation } from "../report/schema.ts";
import { differencesOf, type Changed } from "./differences.ts";
import { mutationsOf } from "./mutations.ts";
import type { PlannedStep } from "./plannedStep.ts";
import type { StackReading } from "./reading.ts";
import { shownMessage } from "../shownText.ts";

/** The change of one resource in one stack, as a report shows it. */
export interface ShownChange {
  stack: string;
  operation: Operation;
  class: string;
  /** Stable key, and the customer where it is about one; the name in the program where there is no key. */
  key: string;
  changed: Changed[];
  mutations: ChangeGroup["mutations"];
}

/** Such a change with the step that announces it. */
export interface Change extends ShownChange {
  step: PlannedStep;
}

/**
 * The changes of one stack. Two resources of the same class and key are told apart by their names, and two of the same
 * name by their parents.
 */
export function changesOf({ stack, steps, secrets }: StackReading): Change[] {
  const mutations = mutationsOf(steps);
  const changes = steps.flatMap((step) => {
    const { operation } = step;
    if (operation === "unchanged" || operation === "part") return [];
    return [
      {
        stack: stack.name,
        operation,
        class: shownMessage(step.prismaticClass ?? step.type),
        key: shownMessage(keyOf(step), secrets),
        changed: differencesOf(step, secrets),
        mutations: counted(mutations.get(step.urn) ?? []),
        step,
      },
    ];
  });
  const named = toldApart(changes, ({ name }) => name);
  return toldApart(named, ({ urn }) => urn.split("::").slice(2).join("::"));
}

/** The changes with something of their steps added to the keys that several of a class share. */
function toldApart(changes: readonly Change[], added: (step: PlannedStep) => string): Change[] {
  const sharing = new Map<string, number>();
  const shared = (change: Change) => `${change.class} ${change.key}`;
  for (const change of changes) sharing.set(shared(change), (sharing.get(shared(change)) ?? 0) + 1);
  return changes.map((change) =>
    sharing.get(shared(change)) === 1
      ? change
      : { ...change, key: `${change.key} (${shownMessage(added(change.step))})` },
  );
}

/** Stable key of a resource, and its customer; the name in the program where it has none. */
export function keyOf({
  old,
  new: next,
  name,
  prismaticClass,
}: Pick<PlannedStep, "old" | "new" | "name" | "prismaticClass">): string {
  if (prismaticClass === undefined) return name;
  const inputs = new Map(Object.entries(next?.inputs ?? old?.inputs ?? {}));
  const connection = inputs.get("connection");
  const reference =
    typeof connection === "object" && connection !== null && "stableKey" in connection
      ? connection.stableKey
      : undefined;
  const key = inputs.get("stableKey") ?? reference ?? inputs.get("key");
  const parts = [key, inputs.get("customer")].filter((part) => typeof part === "string");
  return parts.length === 0 ? name : parts.join(", customer ");
}

function counted(mutations: readonly PlannedMutation[]): ChangeGroup["mutations"] {
  const counts = new Map<string, ChangeGroup["mutations"][number]>();
  for (const { field, uncertain = false } of mutations) {
    const key = `${field} ${uncertain}`;
    const { times = 0 } = counts.get(key) ?? {};
    counts.set(key, { field, times: times + 1, isUncertain: uncertain });
  }
  return [...counts.values()];
}
