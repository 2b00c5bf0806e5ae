import type { ChangeGroup, PreviewReport } from "../schema.ts";
import { isRisky } from "../shown/deviations.ts";
import { reachOf, reachText } from "../shown/reach.ts";
import { counted, oneLine } from "../shown/text.ts";
import { changesOf, type ChangeShown } from "../shown/values.ts";
import type { Chosen } from "../shown/chosen.ts";
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
  const cuts: ChangeCuts = risky
    ? {
        byTenant: "values by tenant of replacements and deletions",
        values: "values before and after of replacements and deletions",
        all: "names in replacements and deletions",
      }
    : { byTenant: "values by tenant", values: "values before and after", all: "names" };
  const whole = [{ cut: cuts.all, text: "" }];
  return [
    { text: `#### ${number}. ${group.operation} ${resourceText(group)}`, shorter: whole },
    ...changeParts(group.operation, group, cuts, report),
    { text: factsText(group, report), shorter: whole },
  ];
}

/** Cuts that shorten what is said of a resource's changes, and that leave it out. */
export interface ChangeCuts {
  byTenant: Cut;
  values: Cut;
  all: Cut;
}

/**
 * Values of a resource before and after: those that are the same in all its tenants as one diff, the others in tables.
 *
 * @param word says what happens or happened to it
 */
export function changeParts(
  word: string,
  group: Pick<ChangeGroup, "class" | "key" | "stacks" | "changes">,
  cuts: ChangeCuts,
  report: Chosen,
): Part[] {
  const changes = changesOf(group);
  const shared = changes.flatMap((change) => ("lines" in change ? change.lines : []));
  const lines = [
    `! ${word} ${oneLine(group.class)} ${oneLine(group.key)} in ${counted(group.stacks.length, "tenant")}`,
    ...shared.map(({ sign, text }) => `${sign} ${text}`),
    ...changes.flatMap((change) =>
      "rows" in change ? [`! ${change.path}: not the same in all tenants, see the table`] : [],
    ),
  ];
  const paths = changes.map(({ path }) => code(path)).join(", ");
  const diff: Part = {
    text: fence("diff", lines),
    shorter: [
      { cut: cuts.values, text: paths === "" ? "" : `Changed: ${paths}` },
      { cut: cuts.all, text: "" },
    ],
  };
  return [
    diff,
    ...changes.flatMap((change) => ("rows" in change ? [valuesTable(change, cuts, report)] : [])),
  ];
}

function valuesTable(
  change: Extract<ChangeShown, { rows: unknown }>,
  cuts: ChangeCuts,
  report: Chosen,
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
        cut: cuts.byTenant,
        text: `${code(change.path)}: ${counted(change.rows.length, "different change")} in ${counted(tenants, "tenant")}`,
      },
      { cut: cuts.all, text: "" },
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
