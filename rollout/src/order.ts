/** Compares texts by their characters, the same on every machine. */
export function byCharacters(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** An object with these members in the order of their names. */
export function recordOf<Value>(members: readonly (readonly [string, Value])[]): Record<string, Value> {
  return Object.fromEntries(members.toSorted(([one], [other]) => byCharacters(one, other)));
}

/** JSON in which the members of every object are in the order of their names. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? recordOf(Object.entries(member))
      : member,
  );
}

/** Gathers items that have the same key, in the order of the first of each. */
export function gathered<Item>(items: Iterable<Item>, keyOf: (item: Item) => string): Item[][] {
  const found = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const others = found.get(key);
    if (others) others.push(item);
    else found.set(key, [item]);
  }
  return [...found.values()];
}
