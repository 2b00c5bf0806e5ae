import { byCharacters, gathered } from "../order.ts";
import type { ConnectionFacts } from "./facts.ts";
import type { MatrixFact, MatrixKey } from "./schema.ts";

/** Paths in the order in which a reader looks at them; the others follow by name. */
const FIRST = ["kind", "component", "type", "embeddedWorkflows"];

/**
 * Compares the connections of stacks by stable key: keys that differ first.
 *
 * @param stacks connections of every stack that was read, by its name and their stable keys
 */
export function matrixKeys(stacks: ReadonlyMap<string, ReadonlyMap<string, ConnectionFacts>>): MatrixKey[] {
  const names = [...stacks.keys()].toSorted(byCharacters);
  const keys = new Set([...stacks.values()].flatMap((found) => [...found.keys()]));
  return [...keys]
    .map((key) => matrixKey(key, names, stacks))
    .toSorted((one, other) => Number(one.agrees) - Number(other.agrees) || byCharacters(one.key, other.key));
}

function matrixKey(
  key: string,
  names: readonly string[],
  stacks: ReadonlyMap<string, ReadonlyMap<string, ConnectionFacts>>,
): MatrixKey {
  const cells = names.flatMap((stack) => {
    const cell = stacks.get(stack)?.get(key);
    return cell === undefined ? [] : [{ stack, ...cell }];
  });
  const paths = [...new Set(cells.flatMap(({ facts }) => [...facts.keys()]))].toSorted(
    (one, other) => rank(one) - rank(other) || byCharacters(one, other),
  );
  const facts = paths.map((path) => matrixFact(path, cells));
  const present = cells.map(({ stack }) => stack);
  const missing = names.filter((stack) => !present.includes(stack));
  const agrees = missing.length === 0 && facts.every(({ values }) => values.length <= 1);
  return { key, agrees, present, missing, facts };
}

function matrixFact(path: string, cells: readonly (ConnectionFacts & { stack: string })[]): MatrixFact {
  const all = cells.map(({ stack, facts, notRead }) => ({
    stack,
    value: facts.get(path) ?? null,
    reason: [...notRead].find(([beginning]) => path.startsWith(beginning))?.[1],
  }));
  const read = all.filter(({ value, reason }) => value !== null || reason === undefined);
  const values = gathered(read, ({ value }) => JSON.stringify(value))
    .map((members) => ({
      value: members[0]?.value ?? null,
      stacks: members.map(({ stack }) => stack),
    }))
    .toSorted(
      (one, other) =>
        other.stacks.length - one.stacks.length ||
        byCharacters(JSON.stringify(one.value), JSON.stringify(other.value)),
    );
  const notRead = all.flatMap(({ stack, value, reason }) =>
    value === null && reason !== undefined ? [{ stack, reason }] : [],
  );
  return { path, values, notRead };
}

const rank = (path: string): number => {
  const at = FIRST.indexOf(path);
  return at < 0 ? FIRST.length : at;
};
