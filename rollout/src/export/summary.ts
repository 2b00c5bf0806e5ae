import { OBJECT_KINDS, type TenantObject } from "pulumi-prismatic/takeover";
import { visible } from "pulumi-prismatic/vocabulary";

/** Objects of one kind that are left out for the same reason. */
interface LeftOut {
  kind: TenantObject["kind"];
  reason: string;
  titles: string[];
}

/** Groups what is left out by kind and reason. */
function leftOutOf(objects: readonly TenantObject[]): LeftOut[] {
  const groups = new Map<string, LeftOut>();
  for (const { kind, title, leftOut: reason } of objects) {
    if (reason === undefined) continue;
    const key = JSON.stringify([kind, reason]);
    const group = groups.get(key) ?? { kind, reason, titles: [] };
    groups.set(key, group);
    group.titles.push(title);
  }
  return [...groups.values()];
}

/**
 * Lines that name what is left out, each group with its reason.
 *
 * @param most names of a group; the others are counted
 */
export function leftOutLines(objects: readonly TenantObject[], most = Infinity): string[] {
  return leftOutOf(objects).map(({ kind, reason, titles }) => {
    const named = titles.slice(0, most).map((title) => JSON.stringify(title));
    const others = titles.length > most ? [`and ${titles.length - most} more`] : [];
    return visible(`Left out, ${kind}: ${[...named, ...others].join(", ")}: ${withStop(reason)}`);
  });
}

const withStop = (sentence: string): string => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`);

/** A table with the number of objects of each kind: found, exported, left out. */
export function sums(objects: readonly TenantObject[]): string {
  const rows = OBJECT_KINDS.map((kind) => {
    const found = objects.filter((object) => object.kind === kind);
    return row(kind, found);
  });
  const table = [["", "found", "exported", "left out"], ...rows, row("together", objects)];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0))) ?? [];
  const lines = table.map((cells) =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  "),
  );
  return `${lines.join("\n")}\n`;
}

function row(title: string, objects: readonly TenantObject[]): string[] {
  const exported = objects.filter(({ leftOut }) => leftOut === undefined).length;
  return [title, ...[objects.length, exported, objects.length - exported].map(String)];
}
