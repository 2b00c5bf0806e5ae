import type { Properties } from "./lifecycle.ts";
import { ownValue } from "../tenant/ownValue.ts";

/**
 * All strings below the named arguments, at any depth. A name may be a path, such as `testCredentials.secrets`, in
 * which `*` stands for every member.
 */
export function secretStrings(properties: Properties, secretArguments: readonly string[]): string[] {
  return secretArguments.flatMap((path) => membersAt(properties, path.split(".")).flatMap(stringsOf));
}

function membersAt(value: unknown, [name, ...rest]: string[]): unknown[] {
  if (name === undefined) return [value];
  if (value === null || typeof value !== "object") return [];
  const members = name === "*" ? Object.values(value) : [ownValue(value as Properties, name)];
  return members.flatMap((member) => membersAt(member, rest));
}

function stringsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap(stringsOf);
}
