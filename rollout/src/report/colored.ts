import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Beginnings of lines, and words in them, that reports give a color. Only what reports write themselves is matched. */
const STYLES: readonly (readonly [RegExp, Style])[] = [
  [/^(?:NO|STACK|KEY) {2,}[A-Z0-9].*$/gm, "bold"],
  [/^-\/\+ replace /gm, "magenta"],
  [/^\+ create /gm, "green"],
  [/^~ update /gm, "yellow"],
  [/^- delete /gm, "red"],
  [/^\S+ +(?:failed|violation|violates|held)\b/gm, "red"],
  [/^\S+ +(?:changed|drifted|should heed)\b/gm, "yellow"],
  [/^ +refused in [^:]+:/gm, "red"],
  [/^ *Next:/gm, "bold"],
];

/**
 * A report in colors, where the stream shows any: `NO_COLOR`, `FORCE_COLOR` and files are heeded.
 *
 * @param stream that it is written to
 */
export function colored(text: string, stream: NodeJS.WritableStream): string {
  return STYLES.reduce(
    (all, [pattern, style]) => all.replaceAll(pattern, (found) => styleText(style, found, { stream })),
    text,
  );
}
