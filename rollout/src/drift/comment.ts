import { fleetComment } from "../fleet/comment.ts";
import type { FleetView } from "../fleet/view.ts";
import { block, type Cut, type Part, type Section } from "../report/markdown/cutting.ts";
import { row } from "../report/markdown/escape.ts";
import { changeParts } from "../report/markdown/group.ts";
import { failures } from "../report/markdown/troubles.ts";
import { names, resourceText, tenantsText } from "../report/markdown/words.ts";
import { counted } from "../report/shown/text.ts";
import type { DriftKind, DriftReport, DriftRow } from "./schema.ts";
import { driftView, KIND_WORDS } from "./view.ts";

/** The last cut of each kind, which leaves out even its row. */
const LAST_CUTS: Record<DriftKind, Cut> = {
  lost: "lost objects and failures",
  edited: "edited objects and touched secrets",
  secretTouched: "edited objects and touched secrets",
  madeByServer: "what the server made",
};

/** Writes the drift of many tenants as one comment or the summary of a run; see {@link fleetComment}. */
export function driftComment(report: DriftReport): string {
  const view = driftView(report);
  return fleetComment(view, [
    rowsTable(report, view),
    failures(view, "lost objects and failures"),
    {
      heading: "### In detail",
      parts: report.rows.flatMap((each, index) => rowParts(each, index + 1, view)),
      between: "\n\n",
    },
  ]);
}

function rowsTable({ rows }: DriftReport, { stacks }: FleetView): Section {
  if (rows.length === 0) return block("");
  const rowOf = (each: DriftRow, index: number): Part => {
    const word = each.kind === "lost" ? `**${KIND_WORDS.lost}**` : KIND_WORDS[each.kind];
    const count = `${each.stacks.length} of ${stacks.length}`;
    const tenants = each.stacks.length === 1 ? names(each.stacks) : count;
    return {
      text: row([String(index + 1), word, resourceText(each), tenants]),
      shorter: [{ cut: LAST_CUTS[each.kind], text: "" }],
    };
  };
  return {
    heading: "### What drifted",
    parts: [{ text: "| # | drift | resource | tenants |\n| ---: | --- | --- | --- |" }, ...rows.map(rowOf)],
    between: "\n",
    rest: (count) => `| | ${counted(count, "more row")} | | |`,
  };
}

/** Values in the state and in the tenant, and the tenants of a row. */
function rowParts(each: DriftRow, number: number, view: FleetView): Part[] {
  const all: Cut = each.kind === "lost" ? "edited objects and touched secrets" : "names";
  const whole = [{ cut: all, text: "" }];
  const cuts = { byTenant: "values by tenant", values: "values before and after", all } as const;
  return [
    { text: `#### ${number}. ${KIND_WORDS[each.kind]} ${resourceText(each)}`, shorter: whole },
    ...(each.changes.length === 0 ? [] : changeParts(KIND_WORDS[each.kind], each, cuts, view)),
    { text: `- In ${tenantsText(each.stacks, view)}`, shorter: whole },
  ];
}
