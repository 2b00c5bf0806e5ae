import type { Properties } from "./lifecycle.ts";
import { ownValue } from "../tenant/ownValue.ts";

/** Shorter strings are ordinary words and digits too often to be cut out of a text. */
const SHORTEST = 4;

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

/** The text with every one of the secrets replaced, also as it stands in JSON. */
export function redact(text: string, secrets: readonly string[]): string {
  const longestFirst = secrets
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .filter((secret) => secret.length >= SHORTEST)
    .sort((a, b) => b.length - a.length);
  return longestFirst.reduce((redacted, secret) => redacted.replaceAll(secret, "[secret]"), text);
}

function stringsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap(stringsOf);
}
