import type { ChangeGroup, PreviewReport } from "../schema.ts";
import { isRisky } from "../shown/deviations.ts";
import { reachOf, reachText } from "../shown/reach.ts";
import { counted, oneLine } from "../shown/text.ts";
import { changesOf, type ChangeShown } from "../shown/values.ts";
import type { Cut, Part } from "./cutting.ts";
import { code, fence, row } from "./escape.ts";
import { names, resourceText, tenantsText } from "./words.ts";

const ROWS_LIMIT = 100;
const REFUSALS_LIMIT = 20;

/** The row of a group in the table of groups. */
export function groupRow(group: ChangeGroup, number: number, report: PreviewReport): Part {
  const operation = isRisky(group) ? `**${group.operation}**` : group.operation;
  const count = `${group.stacks.length} of ${report.stacks.length}`;
  const tenants = group.stacks.length === 1 ? names(group.stacks) : count;
  return {
    text: row([String(number), operation, resourceText(group), tenants, reachText(reachOf(group))]),
    shorter: [
      { cut: isRisky(group) ? "replacements, deletions and failures" : "changes without a risk", text: "" },
    ],
  };
}

/** Everything about a group, under a heading with the number of its row. */
export function groupParts(group: ChangeGroup, number: number, report: PreviewReport): Part[] {
  const risky = isRisky(group);
  const gone: Cut = risky ? "names in replacements and deletions" : "names";
  const changes = changesOf(group);
  const shared = changes.flatMap((change) => ("lines" in change ? change.lines : []));
  const lines = [
    `! ${group.operation} ${oneLine(group.class)} ${oneLine(group.key)} in ${counted(group.stacks.length, "tenant")}`,
    ...shared.map(({ sign, text }) => `${sign} ${text}`),
    ...changes.flatMap((change) =>
      "rows" in change ? [`! ${change.path}: not the same in all tenants, see the table`] : [],
    ),
  ];
  const paths = changes.map(({ path }) => code(path)).join(", ");
  const diff: Part = {
    text: fence("diff", lines),
    shorter: [
      {
        cut: risky ? "values before and after of replacements and deletions" : "values before and after",
        text: paths === "" ? "" : `Changed: ${paths}`,
      },
      { cut: gone, text: "" },
    ],
  };
  const tables = changes.flatMap((change) =>
    "rows" in change ? [valuesTable(change, risky, gone, report)] : [],
  );
  const facts: Part = { text: factsText(group, report), shorter: [{ cut: gone, text: "" }] };
  return [
    { text: `#### ${number}. ${group.operation} ${resourceText(group)}`, shorter: [{ cut: gone, text: "" }] },
    diff,
    ...tables,
    facts,
  ];
}

function valuesTable(
  change: Extract<ChangeShown, { rows: unknown }>,
  risky: boolean,
  gone: Cut,
  report: PreviewReport,
): Part {
  const rows = change.rows
    .slice(0, ROWS_LIMIT)
    .map(({ before, after, stacks }) =>
      row([code(before, 400), code(after, 400), tenantsText(stacks, report)]),
    );
  const rest = change.rows.length - rows.length;
  const more = rest > 0 ? [row(["…", "…", counted(rest, "more value")])] : [];
  const tenants = change.rows.reduce((sum, { stacks }) => sum + stacks.length, 0);
  return {
    text: [
      row([`${code(change.path)} before`, "after", "tenants"]),
      "| --- | --- | --- |",
      ...rows,
      ...more,
    ].join("\n"),
    shorter: [
      {
        cut: risky ? "values by tenant of replacements and deletions" : "values by tenant",
        text: `${code(change.path)}: ${counted(change.rows.length, "different change")} in ${counted(tenants, "tenant")}`,
      },
      { cut: gone, text: "" },
    ],
  };
}

function factsText(group: ChangeGroup, report: PreviewReport): string {
  const calls = group.mutations.map(({ field, times, isUncertain }) => {
    const often = times === 1 ? "" : ` ${times} times`;
    return `${code(field)}${often}${isUncertain ? " (perhaps)" : ""}`;
  });
  const refusals = group.refusals
    .slice(0, REFUSALS_LIMIT)
    .map(({ stack, message }) => `- **would be refused** in ${code(stack)}: ${code(message, 400)}`);
  const more = group.refusals.length - refusals.length;
  return [
    `- In ${tenantsText(group.stacks, report)}`,
    ...(calls.length > 0 ? [`- Sends in each: ${calls.join(", ")}`] : []),
    `- Reaches: ${reachText(reachOf(group))}`,
    ...refusals,
    ...(more > 0 ? [`- ${counted(more, "more refusal")}`] : []),
  ].join("\n");
}
