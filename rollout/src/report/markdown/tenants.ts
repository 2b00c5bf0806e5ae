import { OPERATIONS, type PreviewReport, type StackReport } from "../schema.ts";
import { outcomeOf, OUTCOME_OF_ONE } from "../shown/outcomes.ts";
import { counted, grouped, secondsText, timeText } from "../shown/text.ts";
import { block, type Section } from "./cutting.ts";
import { code, row } from "./escape.ts";

/** Every chosen tenant in a table that is folded away. */
export function tenantsSection(report: PreviewReport): Section {
  if (report.stacks.length === 0) return block("");
  const operations = [...OPERATIONS, "unchanged"] as const;
  const header = row(["tenant", "outcome", "wave", ...operations, "read at", "seconds"]);
  const rule = `| --- | --- | --- |${" ---: |".repeat(operations.length)} --- | ---: |`;
  const tenantRow = (stack: StackReport) => {
    const numbers = operations.map((operation) =>
      stack.status === "failed" ? "not counted" : grouped(stack.operations[operation]),
    );
    const wave = stack.wave === undefined ? "" : code(stack.wave);
    const cells = [code(stack.stack), OUTCOME_OF_ONE[outcomeOf(stack)], wave, ...numbers];
    return row([...cells, code(timeText(stack.readAt)), secondsText(stack.seconds)]);
  };
  const summary = `<details><summary>${counted(report.stacks.length, "tenant")}</summary>`;
  const table = [header, rule, ...report.stacks.map(tenantRow)].join("\n");
  return block([summary, table, "</details>"].join("\n\n"), [{ cut: "tables of tenants", text: "" }]);
}
