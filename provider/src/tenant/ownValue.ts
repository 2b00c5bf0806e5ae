/**
 * The value that a map has under a name itself, and not what every object inherits, such as `constructor`. Names of
 * customers, inputs and config variables are chosen by other people.
 */
export function ownValue<Value>(
  map: Readonly<Record<string, Value>> | null | undefined,
  name: string,
): Value | undefined {
  // The one place that may look a name up, after the check.
  // eslint-disable-next-line ours/outside-names
  return map !== undefined && map !== null && Object.hasOwn(map, name) ? map[name] : undefined;
}
