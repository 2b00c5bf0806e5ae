import { byCharacters, gathered } from "../../order.ts";
import type { ChangeGroup, PreviewReport } from "../schema.ts";
import { resourceOf } from "./deviations.ts";

/** Tenants that plan the same for every resource. */
export interface Column {
  stacks: string[];
  isFailed: boolean;
}

/** A resource with what each column plans for it, undefined for nothing. */
export interface Row {
  class: string;
  key: string;
  cells: (string | undefined)[];
}

export interface Matrix {
  columns: Column[];
  rows: Row[];
}

/**
 * Resources by tenants. Tenants that plan the same share a column, and those that few others are like come first. Where
 * tenants change a resource by one operation in several ways, each way has a letter.
 */
export function matrixOf(groups: ChangeGroup[], report: PreviewReport): Matrix {
  const plans = new Map<string, number[]>(report.stacks.map(({ stack }) => [stack, []]));
  groups.forEach((group, index) => group.stacks.forEach((stack) => plans.get(stack)?.push(index)));
  const planOf = (stack: { stack: string; status: string }) =>
    stack.status === "failed" ? "failed" : (plans.get(stack.stack) ?? []).join();
  const columns = gathered(report.stacks, planOf)
    .map((same) => ({
      stacks: same.map(({ stack }) => stack),
      isFailed: same[0]?.status === "failed",
      plan: new Set(plans.get(same[0]?.stack ?? "")),
    }))
    .toSorted(
      (one, other) =>
        one.stacks.length - other.stacks.length || byCharacters(one.stacks[0] ?? "", other.stacks[0] ?? ""),
    );
  const numbered = groups.map((group, index) => ({ group, index }));
  const rows = gathered(numbered, ({ group }) => resourceOf(group)).flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const words = same.map(({ group, index }) => ({
      index,
      word: wordOf(
        group,
        same.map((one) => one.group),
      ),
    }));
    const cells = columns.map(({ plan, isFailed }) =>
      isFailed
        ? "failed"
        : words
            .filter(({ index }) => plan.has(index))
            .map(({ word }) => word)
            .join(", ") || undefined,
    );
    return [{ class: first.group.class, key: first.group.key, cells }];
  });
  return { columns: columns.map(({ stacks, isFailed }) => ({ stacks, isFailed })), rows };
}

function wordOf(group: ChangeGroup, ofResource: ChangeGroup[]): string {
  const ways = ofResource.filter(({ operation }) => operation === group.operation);
  return ways.length < 2 ? group.operation : `${group.operation} ${letters(ways.indexOf(group))}`;
}

/** Letters as a spreadsheet counts columns: A to Z, AA and so on. */
export function letters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : letters(Math.floor(index / 26) - 1) + letter;
}
