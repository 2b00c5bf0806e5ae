import { block, COMMENT_LIMIT, fitted, leftOut, type Section } from "../report/markdown/cutting.ts";
import { code, row } from "../report/markdown/escape.ts";
import { commitText, marker, times } from "../report/markdown/head.ts";
import { counted, secondsText, timeText } from "../report/shown/text.ts";
import { headline, numberText, numberWith, sumsText, type FleetView } from "./view.ts";

/**
 * Writes a report on many tenants as one comment of at most {@link COMMENT_LIMIT} characters. Its first line, which nobody
 * sees, is the same for every such report of the project.
 *
 * @param sections what was found, between the sums and the table of tenants; each part has to have a cut that leaves it out
 */
export function fleetComment(view: FleetView, sections: Section[]): string {
  return fitted([headSection(view), ...sections, tenantsSection(view)], COMMENT_LIMIT, leftOut);
}

function headSection(view: FleetView): Section {
  const { command, subject, project, facts, outcomes, stacks, commit, isUncommitted } = view;
  const tenants = outcomes.map(({ status, words }) => `${numberWith(view, status)} ${words}`);
  const lines = [
    `- **${counted(stacks.length, "tenant")}** = ${tenants.join(" + ")}`,
    `- **Together**: ${sumsText(view)}`,
    ...(commit === undefined ? [] : [`- **Commit** ${commitText(commit, isUncommitted)}`]),
    ...times(view),
  ];
  return block(
    `${marker(project, command)}\n## ${subject} ${code(project)}: ${headline(facts)}\n\n${lines.join("\n")}`,
  );
}

/** Every chosen tenant in a table that is folded away. */
function tenantsSection({ stacks, outcomes, columns }: FleetView): Section {
  if (stacks.length === 0) return block("");
  const words = new Map(outcomes.map(({ status, ofOne }) => [status, ofOne]));
  const rows = stacks.map(({ stack, status, numbers, readAt, seconds }) =>
    row([
      ...[code(stack), words.get(status) ?? "", ...numbers.map(numberText)],
      ...[code(timeText(readAt)), secondsText(seconds)],
    ]),
  );
  const header = row([
    "tenant",
    "outcome",
    ...columns.map(({ title }) => title.toLowerCase()),
    "read at",
    "seconds",
  ]);
  const rule = `| --- | --- |${" ---: |".repeat(columns.length)} --- | ---: |`;
  const summary = `<details><summary>${counted(stacks.length, "tenant")}</summary>`;
  return block([summary, [header, rule, ...rows].join("\n"), "</details>"].join("\n\n"), [
    { cut: "tables of tenants", text: "" },
  ]);
}
