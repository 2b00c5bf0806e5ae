/**
 * Characters that act on a terminal, turn the direction of a text, or that nobody sees, and the opening of a color in
 * Pulumi's markup, over which its renderer stops the run. A line break stays where the next line is indented, as ours are.
 */
const ACTING = /(?!\t|\n {2})[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\u{E0000}-\u{E007F}]|<\{%/gu;

/** A message with everything that acts on a terminal written out, such as `\u{1b}`. Our own words have nothing of the kind. */
export function visible(message: string): string {
  return message.replaceAll(ACTING, (found) =>
    found === "<{%" ? "<{\\u{25}" : `\\u{${found.codePointAt(0)?.toString(16)}}`,
  );
}

/**
 * A text within a line of ours: as {@link visible}, with line breaks and tabs written out as well, so that no line of others
 * looks like one of ours.
 */
export function visibleLine(text: string): string {
  return visible(text).replaceAll("\t", "\\u{9}").replaceAll("\n", "\\u{a}");
}

/** JSON, or literals of JavaScript, that show every character of a text which acts on a terminal as an escape. */
export function visibleJson(json: string): string {
  return json.replaceAll(/(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\u{E0000}-\u{E007F}]/gu, (found) =>
    Array.from(
      { length: found.length },
      (_, index) => `\\u${found.charCodeAt(index).toString(16).padStart(4, "0")}`,
    ).join(""),
  );
}
