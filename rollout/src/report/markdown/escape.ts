import { linesOf, oneLine } from "../shown/text.ts";

/**
 * Text as code on one line. GitHub mentions nobody and links nothing in a code span; elsewhere, an `@` with a backslash or
 * as an entity still mentions, and an address as entities still becomes a link.
 */
export function code(text: string, limit?: number): string {
  const line = oneLine(text, limit);
  if (line === "") return "(empty)";
  const ticks = "`".repeat(longestRun(line) + 1);
  // A space at both ends is taken off, and a backtick at an end would lengthen the delimiter.
  const padding = /^`|`$|^ .*[^ ].* $/.test(line) ? " " : "";
  return `${ticks}${padding}${line}${padding}${ticks}`;
}

/** A row of a table; a pipe in a cell is escaped even in code, and renderers differ over a backslash before it. */
export function row(cells: string[]): string {
  const escaped = cells.map((cell) => cell.replaceAll("\\|", "\\u{5c}|").replaceAll("|", "\\|"));
  return `| ${escaped.join(" | ")} |`;
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
      const before = rest.lastIndexOf(" ", columns);
      const space = before > 0 ? before : rest.indexOf(" ", columns);
      if (space < 0) break;
      lines.push(rest.slice(0, space));
      rest = rest.slice(space + 1);
    }
    return [...lines, rest];
  });
}

/** Length of the longest run of backticks. */
function longestRun(text: string): number {
  return text.match(/`+/g)?.reduce((longest, run) => Math.max(longest, run.length), 0) ?? 0;
}
