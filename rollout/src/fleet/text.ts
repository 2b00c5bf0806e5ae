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
