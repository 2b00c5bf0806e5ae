import { fleetComment } from "../fleet/comment.ts";
import type { FleetView } from "../fleet/view.ts";
import { block, type Cut, type Part, type Section } from "../report/markdown/cutting.ts";
import { code, row } from "../report/markdown/escape.ts";
import { failures } from "../report/markdown/troubles.ts";
import { names, tenantsText } from "../report/markdown/words.ts";
import { counted } from "../report/shown/text.ts";
import type { ConnectionReport, FindingKind } from "./schema.ts";
import { connectionView, findingRows, ownerOf, type FindingRow } from "./view.ts";

/** Customers of one tenant, and tenants of one row, that are named. */
const NAMED = 10;

const WORDS: Record<FindingKind, string> = {
  fails: "**fails**",
  unknownStatus: "unknown status",
  waits: "waits",
  unused: "used by nothing",
};

/** The last cut of each kind, which leaves out even its row. */
const LAST_CUTS: Record<FindingKind, Cut> = {
  fails: "failing connections and failures",
  unknownStatus: "connections of unknown status",
  waits: "connections that wait",
  unused: "connections that nothing uses",
};

/** Writes what was found in the connections of many tenants as one comment; see {@link fleetComment}. */
export function connectionComment(report: ConnectionReport): string {
  const view = connectionView(report);
  const rows = findingRows(report.findings);
  return fleetComment(view, [
    rowsTable(rows, view),
    failures(view, "failing connections and failures"),
    {
      heading: "### Whose",
      parts: rows.flatMap((each, index) => whose(each, index + 1, view)),
      between: "\n",
    },
  ]);
}

function rowsTable(rows: FindingRow[], { stacks }: FleetView): Section {
  if (rows.length === 0) return block("");
  const header =
    "| # | finding | connection | of | status | tenants |\n| ---: | --- | --- | --- | --- | --- |";
  const rowOf = (each: FindingRow, index: number): Part => {
    const count = `${each.stacks.length} of ${stacks.length}`;
    const tenants = each.stacks.length === 1 ? names(each.stacks) : count;
    const status = each.status === undefined ? "" : code(each.status);
    return {
      text: row([String(index + 1), WORDS[each.kind], code(each.key), ownerOf(each), status, tenants]),
      shorter: [{ cut: LAST_CUTS[each.kind], text: "" }],
    };
  };
  return {
    heading: "### What was found",
    parts: [{ text: header }, ...rows.map(rowOf)],
    between: "\n",
    rest: (count) => `| | ${counted(count, "more finding")} | | | | |`,
  };
}

/** Tenants and customers of a row, where the table has only their numbers. */
function whose(each: FindingRow, number: number, view: FleetView): Part[] {
  if (each.customers.length === 0 && each.stacks.length === 1) return [];
  const shorter = [{ cut: "names" as const, text: "" }];
  const start = `- ${number}. ${code(each.key)}`;
  if (each.customers.length === 0)
    return [{ text: `${start} in ${tenantsText(each.stacks, view)}`, shorter }];
  const byTenant = each.customers.slice(0, NAMED).map(({ stack, names: customers }) => {
    const more = customers.length - NAMED;
    return `${code(stack)}: ${names(customers.slice(0, NAMED))}${more > 0 ? ` and ${counted(more, "more customer")}` : ""}`;
  });
  const more = each.customers.length - NAMED;
  const rest = more > 0 ? `; and ${counted(more, "more tenant")}` : "";
  return [{ text: `${start}: ${byTenant.join("; ")}${rest}`, shorter }];
}
