import { Output, RunError } from "@pulumi/pulumi";

/**
 * Arguments of a resource, after a look at the names in their maps: Pulumi's SDK copies maps by assignment, which loses an
 * entry named `__proto__` without a word.
 *
 * @param resource its name in the program
 * @throws RunError for such a name; where the map is an output, when its value is known
 */
export function carried<Args>(resource: string, args: Args): Args {
  return checked(args, resource) as Args;
}

function checked(value: unknown, place: string): unknown {
  if (Output.isInstance(value)) return value.apply((known: unknown) => checked(known, place));
  if (Array.isArray(value)) return value.map((member, index) => checked(member, `${place}[${index}]`));
  if (!isPlain(value)) return value;
  if (Object.hasOwn(value, "__proto__")) {
    throw new RunError(
      `${place} has an entry named "__proto__", which Pulumi cannot carry. Nothing was sent for this resource. Give the entry ` +
        "another name, or manage it in the web app.",
    );
  }
  const members = Object.entries(value);
  return Object.fromEntries(members.map(([name, member]) => [name, checked(member, `${place}.${name}`)]));
}

/** True for a map as programs write it; not for a resource, an asset or a promise. */
function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
