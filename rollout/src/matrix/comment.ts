import { fleetComment } from "../fleet/comment.ts";
import { block, type Section } from "../report/markdown/cutting.ts";
import { code, row } from "../report/markdown/escape.ts";
import { failures } from "../report/markdown/troubles.ts";
import { counted } from "../report/shown/text.ts";
import type { MatrixReport } from "./schema.ts";
import { agreement, differenceLines, SIGNS, signTable } from "./text.ts";
import { matrixView } from "./view.ts";

/** Tenants that have a column of their own. */
const COLUMNS_LIMIT = 40;

/** Characters of one line of a difference. */
const LINE_LIMIT = 600;

/** Writes the stable keys of many tenants as one comment; see {@link fleetComment}. */
export function matrixComment(report: MatrixReport): string {
  const view = matrixView(report);
  return fleetComment(view, [
    signs(report),
    failures(view, "failures"),
    {
      heading: "### In detail",
      parts: report.keys
        .filter(({ agrees }) => !agrees)
        .map((key) => ({
          text: [
            `**${code(key.key)}**`,
            "",
            ...differenceLines(key).map((line) => `- ${code(line, LINE_LIMIT)}`),
          ].join("\n"),
          shorter: [{ cut: "values by tenant", text: "" }],
        })),
      between: "\n\n",
      rest: (count) => counted(count, "more key that differs", "more keys that differ"),
    },
    agreeing(report),
  ]);
}

/** One row for each key that differs, with a sign for each tenant; many tenants stand in the details alone. */
function signs(report: MatrixReport): Section {
  const { rows } = signTable(report);
  if (rows.length === 0 || report.stacks.length > COLUMNS_LIMIT) return block("");
  const head = row(["key", ...report.stacks.map(({ stack }) => code(stack))]);
  const rule = `|${" --- |".repeat(report.stacks.length + 1)}`;
  return {
    heading: `### Keys that differ\n\n${code(SIGNS)}`,
    parts: [
      { text: `${head}\n${rule}` },
      ...rows.map(([key = "", ...cells]) => ({
        text: row([code(key), ...cells.map((cell) => code(cell))]),
        shorter: [{ cut: "keys that differ" as const, text: "" }],
      })),
    ],
    between: "\n",
    rest: (count) => row([counted(count, "more key"), ...report.stacks.map(() => "")]),
  };
}

function agreeing(report: MatrixReport): Section {
  const keys = report.keys.filter(({ agrees }) => agrees).map(({ key }) => code(key));
  if (keys.length === 0) return block("");
  return block(`${agreement(report)}: ${keys.join(", ")}`, [{ cut: "names", text: `${agreement(report)}.` }]);
}
