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
