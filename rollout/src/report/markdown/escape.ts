import { linesOf, oneLine } from "../shown/text.ts";

/** What neither a code span nor a cell of a table takes as it is. */
const UNSAFE = /[`|\\]|^\s|\s$|^$/;

/**
 * Text as code on one line, for a paragraph, a list or a cell. GitHub mentions nobody and links nothing in code; an `@`
 * with a backslash or as an entity still mentions.
 */
export function code(text: string, limit?: number): string {
  const line = oneLine(text, limit);
  return UNSAFE.test(line) ? htmlCode(text, limit) : `\`${line}\``;
}

/** The same where Markdown is not read, as in the summary of `details`, or cannot hold it. */
export function htmlCode(text: string, limit?: number): string {
  const line = oneLine(text, limit);
  const escaped = line.replaceAll(/[!-/:-@[-`{-~]|^\s|\s$/g, (found) => `&#${found.codePointAt(0)};`);
  return `<code>${escaped || "(empty)"}</code>`;
}

/** Lines as they are in a fence that is longer than any run of backticks in them. */
export function fence(language: string, lines: string[]): string {
  const longest =
    lines
      .join("\n")
      .match(/`+/g)
      ?.reduce((length, run) => Math.max(length, run.length), 0) ?? 0;
  const ticks = "`".repeat(Math.max(3, longest + 1));
  return [`${ticks}${language}`, ...lines, ticks].join("\n");
}

/** Several lines of prose from elsewhere, wrapped because a fence is not. */
export function wrapped(text: string, columns: number): string[] {
  return linesOf(text).flatMap((line) => {
    const lines: string[] = [];
    let rest = line;
    while (rest.length > columns) {
      const space = rest.lastIndexOf(" ", columns);
      if (space <= 0) break;
      lines.push(rest.slice(0, space));
      rest = rest.slice(space + 1);
    }
    return [...lines, rest];
  });
}
