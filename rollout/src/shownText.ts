import { stripVTControlCharacters } from "node:util";
import { secretForm, visible } from "pulumi-prismatic/vocabulary";

/** Longest text that is shown of one message, in characters. */
const LONGEST = 4000;

/**
 * A message of our own provider or of a policy, with nothing that acts on a terminal and without the known secrets.
 *
 * @param secrets values that must not be shown
 */
export function shownMessage(message: string, secrets: readonly string[] = []): string {
  const lines = stripVTControlCharacters(message)
    .trim()
    .split(/\s*\n\s*/);
  const text = withoutSecrets(lines.join("\n  "), secrets);
  return visible(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}

/**
 * The first line of a text that may hold secrets of a program.
 *
 * @returns undefined where there is no line, or it looks as if it held a secret
 */
export function firstLine(text: string, secrets: readonly string[] = []): string | undefined {
  const lines = stripVTControlCharacters(text).split("\n");
  const line = lines.map((each) => each.trim().replace(/^error: /, "")).find((each) => each !== "");
  if (line === undefined) return undefined;
  const shown = withoutSecrets(line, secrets);
  return secretForm(shown) === undefined ? shownMessage(shown) : undefined;
}

/**
 * A text that is compared, on one line: whole and with its white space, so that what differs is shown differently.
 *
 * @param secrets values that must not be shown
 */
export function shownExactly(text: string, secrets: readonly string[] = []): string {
  const line = withoutSecrets(text, secrets).replaceAll(/[\n\t]/g, (sign) =>
    sign === "\n" ? "\\u{a}" : "\\u{9}",
  );
  return visible(line);
}

/** The first line of what Pulumi said, or that it said nothing; see {@link firstLine}. */
export function saidByPulumi(stderr: string): string {
  return firstLine(stderr) ?? "pulumi said nothing that can be shown";
}

/** Every known secret of at least three characters replaced, the longer ones first. */
function withoutSecrets(text: string, secrets: readonly string[]): string {
  const known = secrets.filter((secret) => secret.length >= 3);
  return known
    .toSorted((one, other) => other.length - one.length)
    .reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), text);
}
