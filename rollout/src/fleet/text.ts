import type { Count } from "../report/schema.ts";

/** A table as cells of text. */
export interface TextTable {
  head: string[];
  rows: string[][];
}

/** A number; `?` where it was not counted. */
export function countText(count: Count): string {
  return "counted" in count ? String(count.counted) : "?";
}

/** A table in Markdown that shows exactly the text of its cells. */
export function markdownTable({ head, rows }: TextTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(head),
    `|${" --- |".repeat(head.length)}`,
    ...rows.map((cells) => line(cells.map(markdownText))),
  ].join("\n");
}

/** A text as Markdown that shows exactly it: nothing in it is a link, a mention, a tag or another cell. */
export function markdownText(text: string): string {
  if (text === "") return "";
  const line = text.replaceAll(/\s*\n\s*/g, " ");
  if (!/[`|\\]|^\s|\s$/.test(line)) return `\`${line}\``;
  // No sign ends a code span, or a cell, as an entity in one of its own.
  return `<code>${line.replaceAll(/[^\w ]/gu, (sign) => `&#${sign.codePointAt(0)};`)}</code>`;
}
