import { failureLines, heading } from "../fleet/basics.ts";
import { countText, type TextTable } from "../fleet/text.ts";
import { aligned } from "../report/table.ts";
import type { MatrixKey, MatrixReport } from "./schema.ts";

/** Characters of a line of text. */
const WIDTH = 100;

/** Longest value that is shown whole, in characters. */
const LONGEST = 120;

/** Sign of a key's standing in a stack. */
export type Sign = "=" | "~" | "-" | "?";

/** Meaning of the signs in the matrix. */
export const SIGNS = "= as most   ~ differs   - missing   ? not read";

/** Text of a matrix for people: what differs first, and keys on which all agree in one list. */
export function matrixText(report: MatrixReport): string {
  const { stacks, keys } = report;
  const { head, rows } = stackTable(report);
  const differing = keys.filter(({ agrees }) => !agrees);
  const agreeing = keys.filter(({ agrees }) => agrees).map(({ key }) => key);
  const signs = signTable(report);
  const sections = [
    heading(`Stable keys, from the ${report.source},`, report),
    aligned([head, ...rows]),
    total(report),
    ...(differing.length === 0 ? [] : [`${aligned([signs.head, ...signs.rows])}\n${SIGNS}`]),
    ...differing.map((key) => [key.key, ...differenceLines(key).map((line) => `    ${line}`)].join("\n")),
    ...(agreeing.length === 0 ? [] : [`${agreement(report)}:\n${wrapped(agreeing)}`]),
    ...failureLines(stacks),
  ];
  return `${sections.join("\n\n")}\n`;
}

function total({ stacks, stackCounts, keys }: MatrixReport): string {
  const differing = keys.filter(({ agrees }) => !agrees).length;
  const agreeing = keys.length - differing;
  return (
    `${stacks.length} stacks: ${stackCounts.failed} failed, ${stackCounts.read} read. ` +
    `${keys.length} keys: ${differing} ${differing === 1 ? "differs" : "differ"}, ${agreeing} ${agreeing === 1 ? "agrees" : "agree"} in all that were read`
  );
}

/** Number of keys on which all agree, in words. */
export function agreement({ keys, stackCounts }: MatrixReport): string {
  const number = keys.filter(({ agrees }) => agrees).length;
  return `${number} ${number === 1 ? "key agrees" : "keys agree"} in ${stackCounts.read} ${stackCounts.read === 1 ? "stack" : "stacks"}`;
}

/** The stacks with the numbers that stand for them in the matrix. */
function stackTable({ stacks }: MatrixReport): TextTable {
  return {
    head: ["NO", "STACK", "RESULT", "KEYS", "OTHER TENANTS'", "TENANT"],
    rows: stacks.map(({ stack, status, keys, ofOtherTenants, tenant }, index) => [
      ...[String(index + 1), stack, status, countText(keys), countText(ofOtherTenants)],
      tenant === undefined ? "" : [tenant.url, tenant.id].filter(Boolean).join(" "),
    ]),
  };
}

/** One row for each key that differs, one narrow column for each stack. */
export function signTable({ stacks, keys }: MatrixReport): TextTable {
  const differing = keys.filter(({ agrees }) => !agrees);
  return {
    head: ["KEY", ...stacks.map((_, index) => String(index + 1))],
    rows: differing.map((key) => [key.key, ...stacks.map(({ stack, status }) => signOf(key, stack, status))]),
  };
}

/** Sign of a stack in the row of a key. */
export function signOf({ missing, facts }: MatrixKey, stack: string, status: "failed" | "read"): Sign {
  if (status === "failed") return "?";
  if (missing.includes(stack)) return "-";
  const deviates = facts.some(({ values: [, ...others] }) =>
    others.some(({ stacks }) => stacks.includes(stack)),
  );
  if (deviates) return "~";
  return facts.some(({ notRead }) => notRead.some((each) => each.stack === stack)) ? "?" : "=";
}

/** Lines of what differs: the value that most have, then the others with their stacks. */
export function differenceLines({ missing, present, facts }: MatrixKey): string[] {
  return [
    ...(missing.length === 0 ? [] : [`missing in ${missing.join(", ")}`]),
    ...facts.flatMap(({ path, values: [most, ...others], notRead }) => {
      const unread = notRead.map(({ stack, reason }) => `${path}: not read in ${stack} (${reason})`);
      if (most === undefined || others.length === 0) return unread;
      const deviations = others.map(({ value, stacks }) => `${shown(value)} in ${stacks.join(", ")}`);
      return [
        `${path}: ${shown(most.value)} in ${most.stacks.length} of ${present.length}; ${deviations.join("; ")}`,
        ...unread,
      ];
    }),
  ];
}

function shown(value: string | null): string {
  if (value === null) return "nothing";
  return JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value);
}

function wrapped(names: readonly string[]): string {
  const lines: string[] = [];
  for (const name of names) {
    const line = lines.at(-1);
    if (line === undefined || line.length + name.length + 2 > WIDTH) lines.push(`    ${name}`);
    else lines[lines.length - 1] = `${line}, ${name}`;
  }
  return lines.join(",\n");
}
