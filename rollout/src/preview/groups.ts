import { createHash } from "node:crypto";
import { OPERATIONS, type ChangeGroup, type PropertyChange } from "../report/schema.ts";
import { byCharacters, gathered, recordOf } from "../order.ts";
import type { ShownChange } from "./changes.ts";
import type { Reached } from "./reach.ts";

/**
 * Groups the changes of all stacks by their shape: operation, class, key and changed paths. Groups of stacks that differ
 * from most of their peers come first, then the riskier operations.
 *
 * @param stacks names of all stacks that were read, those without a change included
 * @param reached what a change reaches in its tenant; undefined where nothing is to be counted
 */
export function groupChanges<Member extends ShownChange>(
  changes: readonly Member[],
  stacks: readonly string[],
  reached: (change: Member) => Reached | undefined,
): ChangeGroup[] {
  const shapes = gathered(changes, shapeOf);
  const resources = gathered(changes, resourceOf);
  const groups = shapes.map((members) => {
    const names = members.map(({ stack }) => stack).toSorted(byCharacters);
    const unlike = stacks.filter((stack) => !names.includes(stack)).toSorted(byCharacters);
    const reach = members.flatMap((change) => {
      const found = reached(change);
      return found === undefined ? [] : [{ stack: change.stack, ...found }];
    });
    return { ...groupOf(members, names, reach), ...(unlike.length > 0 ? { unlike } : {}) };
  });
  const largest = new Map(
    resources.map((members) => {
      const sizes = gathered(members, shapeOf).map(({ length }) => length);
      const without = stacks.length - new Set(members.map(({ stack }) => stack)).size;
      return [resourceOf(members[0] as Member), Math.max(...sizes, without)];
    }),
  );
  const standsApart = (group: ChangeGroup) =>
    group.stacks.length < (largest.get(JSON.stringify([group.class, group.key])) ?? 0);
  const rank = (group: ChangeGroup) => [
    standsApart(group) ? 0 : 1,
    OPERATIONS.indexOf(group.operation),
    -group.stacks.length,
  ];
  return groups.toSorted((one, other) => {
    const [first, second] = [rank(one), rank(other)];
    const index = first.findIndex((each, at) => each !== second[at]);
    if (index >= 0) return (first[index] ?? 0) - (second[index] ?? 0);
    return (
      byCharacters(one.class, other.class) ||
      byCharacters(one.key, other.key) ||
      byCharacters(one.id, other.id)
    );
  });
}

function groupOf(
  members: readonly ShownChange[],
  stacks: string[],
  reached: readonly (Reached & { stack: string })[],
): ChangeGroup {
  const [first] = members as [ShownChange, ...ShownChange[]];
  return {
    id: createHash("sha256").update(shapeOf(first)).digest("hex").slice(0, 12),
    operation: first.operation,
    class: first.class,
    key: first.key,
    stacks,
    changes: first.changed.map(({ path, isSecret }) => propertyChange(path, isSecret, members)),
    mutations: first.mutations,
    reach: recordOf(reached.map(({ stack, reach }) => [stack, reach])),
    refusals: reached
      .flatMap(({ stack, refusal }) => (refusal === undefined ? [] : [{ stack, message: refusal }]))
      .toSorted((one, other) => byCharacters(one.stack, other.stack)),
  };
}

/** One path of the same change in several stacks, with one value where all have the same. */
export function propertyChange(
  path: string,
  isSecret: boolean,
  members: readonly Pick<ShownChange, "stack" | "changed">[],
): PropertyChange {
  const differences = members.flatMap(({ stack, changed }) =>
    changed.filter((each) => each.path === path).map(({ difference }) => [stack, difference] as const),
  );
  const distinct = new Set(differences.map(([, difference]) => JSON.stringify(difference)));
  const [first] = differences;
  return {
    path,
    isSecret,
    difference:
      distinct.size === 1 && first !== undefined ? { shared: first[1] } : { byStack: recordOf(differences) },
  };
}

const shapeOf = ({ operation, class: type, key, changed, mutations }: ShownChange): string =>
  JSON.stringify([operation, type, key, changed.map(({ path }) => path), mutations]);

const resourceOf = ({ class: type, key }: ShownChange): string => JSON.stringify([type, key]);
