import { byCharacters, gathered } from "../../order.ts";
import { diffArrays } from "diff";
import type { ChangeGroup, Difference, PropertyChange, Value } from "../schema.ts";
import { clip, counted, linesOf, oneLine } from "./text.ts";

/** Characters of one line of a value that are shown. */
const LINE_LIMIT = 300;
/** Lines of one value that are shown, enough for the changes of a definition in YAML. */
const LINES_LIMIT = 60;
/** Characters shown before and after a difference within a long line. */
const CONTEXT = 40;
/** Differing lines beyond which a diff is not worth its time. */
const EDITS_LIMIT = 2000;

/** A line of a diff, by the sign in its first column; `!` is for what is said about a change. */
export interface DiffLine {
  sign: "+" | "-" | "!" | " ";
  text: string;
}

/** Tenants in which a value changes in the same way. */
export interface ValueRow {
  before: string;
  after: string;
  stacks: string[];
}

/** The value in words for a cell of a table. */
export type ChangeShown =
  | { path: string; lines: DiffLine[] }
  /** The difference is not the same in all tenants: those of the fewest tenants first. */
  | { path: string; rows: ValueRow[] };

/** Changes of a group: first those that are the same in all its tenants, then those that differ. */
export function changesOf(group: Pick<ChangeGroup, "changes" | "stacks">): ChangeShown[] {
  const shown = group.changes.map((change) => shownChange(change, group.stacks));
  return [...shown.filter((change) => "lines" in change), ...shown.filter((change) => "rows" in change)];
}

function shownChange(change: PropertyChange, stacks: string[]): ChangeShown {
  const path = oneLine(change.path);
  if ("shared" in change.difference) {
    return { path, lines: diffLines(path, change.difference.shared, change.isSecret) };
  }
  const byStack = new Map(Object.entries(change.difference.byStack));
  const rows = gathered(stacks, (stack) => JSON.stringify(byStack.get(stack) ?? null)).map((same) => {
    const difference = byStack.get(same[0] ?? "");
    return { ...cells(difference, change.isSecret), stacks: same.toSorted(byCharacters) };
  });
  const sorted = rows.toSorted(
    (one, other) =>
      one.stacks.length - other.stacks.length || byCharacters(one.stacks[0] ?? "", other.stacks[0] ?? ""),
  );
  return { path, rows: sorted };
}

function diffLines(path: string, { before, after }: Difference, isSecret: boolean): DiffLine[] {
  const [old, now] = [fullText(before, isSecret), fullText(after, isSecret)];
  const isLong = (text: string | undefined) =>
    text !== undefined && (text.includes("\n") || text.length > LINE_LIMIT);
  if (!isSecret && "text" in before && "text" in after && (isLong(old) || isLong(now))) {
    const [oldLines, newLines] = [linesOf(before.text), linesOf(after.text)];
    if (oldLines.length > 1 || newLines.length > 1) {
      return [{ sign: "!", text: `${path}:` }, ...changedLines(oldLines, newLines)];
    }
    const [oldPart, newPart] = differingParts(before.text, after.text);
    return [
      { sign: "-", text: `${path}: ${oldPart}` },
      { sign: "+", text: `${path}: ${newPart}` },
    ];
  }
  return [
    ...(old === undefined ? [] : [{ sign: "-" as const, text: `${path}: ${oneLine(old, LINE_LIMIT)}` }]),
    ...(now === undefined ? [] : [{ sign: "+" as const, text: `${path}: ${oneLine(now, LINE_LIMIT)}` }]),
  ];
}

/** The lines that differ, each with the one before and after it. */
function changedLines(before: string[], after: string[]): DiffLine[] {
  const parts = diffArrays(before, after, { maxEditLength: EDITS_LIMIT }) ?? [
    { removed: true, added: false, value: before },
    { removed: false, added: true, value: after },
  ];
  const lines = parts.flatMap(({ added, removed, value }, index): DiffLine[] => {
    if (added || removed) return value.map((text) => ({ sign: added ? "+" : "-", text }));
    const ending = index > 0 ? value.slice(0, 1) : [];
    const leading = index < parts.length - 1 ? value.slice(Math.max(ending.length, value.length - 1)) : [];
    const hidden = value.length - ending.length - leading.length;
    const gap = hidden > 0 ? [`… ${counted(hidden, "equal line")}`] : [];
    return [...ending, ...gap, ...leading].map((text) => ({ sign: " ", text }));
  });
  const shown = lines.slice(0, LINES_LIMIT).map(({ sign, text }) => ({ sign, text: clip(text, LINE_LIMIT) }));
  const rest = lines.length - shown.length;
  return rest > 0 ? [...shown, { sign: "!", text: `… ${counted(rest, "more line")}` }] : shown;
}

function cells(difference: Difference | undefined, isSecret: boolean): { before: string; after: string } {
  if (!difference) return { before: "not in the report", after: "not in the report" };
  const { before, after } = difference;
  if (!isSecret && "text" in before && "text" in after) {
    const [old, now] = differingParts(before.text, after.text);
    return { before: old, after: now };
  }
  const cell = (value: Value) => oneLine(fullText(value, isSecret) ?? "(none)", LINE_LIMIT);
  return { before: cell(before), after: cell(after) };
}

/** Two texts on one line each; long ones begin and end shortly before and after the place where they differ. */
function differingParts(before: string, after: string): [string, string] {
  if (before.length <= LINE_LIMIT && after.length <= LINE_LIMIT) {
    return [oneLine(before, LINE_LIMIT), oneLine(after, LINE_LIMIT)];
  }
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const from = Math.max(0, start - CONTEXT);
  const part = (text: string) => {
    const to = Math.min(text.length, text.length - end + CONTEXT);
    const shown = oneLine(text.slice(from, to), LINE_LIMIT);
    return `${from > 0 ? "…" : ""}${shown}${to < text.length ? "…" : ""}`;
  };
  return [part(before), part(after)];
}

/** The whole text of a side; undefined where there is nothing. Of a secret it is a revision, and never more. */
function fullText(value: Value, isSecret: boolean): string | undefined {
  if ("absent" in value) return undefined;
  if ("hidden" in value) return "(not shown)";
  if ("unknown" in value)
    return isSecret ? "(a revision known only during the update)" : "(known only during the update)";
  if (!isSecret) return value.text;
  const revision = /^(?:revision )?(\d{1,15})$/.exec(value.text)?.[1];
  return revision === undefined ? "(a secret)" : `revision ${revision}`;
}
