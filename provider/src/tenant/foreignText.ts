import { KnownSecrets } from "./knownSecrets.ts";

/** The secrets of all resources of this process, and the tokens that it has obtained. */
export const knownSecrets = new KnownSecrets();

/** Longest foreign text in a message, in characters. */
const LONGEST = 10_000;

/**
 * A text that another program or a person wrote, as one line for a message of ours: without the secrets that this process
 * knows. It is used before the text is composed with ours, whose words no secret may cut out.
 */
export function foreignText(text: string): string {
  return knownSecrets.redact(text.slice(0, LONGEST)).replaceAll(/\s+/g, " ").trim();
}
