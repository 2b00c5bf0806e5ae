import { failureLines, heading } from "../fleet/basics.ts";
import { countText, type TextTable } from "../fleet/text.ts";
import { aligned, changeLines } from "../report/table.ts";
import type { DriftReport, DriftRow } from "./schema.ts";
import { KIND_WORDS } from "./view.ts";

/** Text of a report on drift for people. */
export function driftText(report: DriftReport): string {
  const { stacks, rows, stackCounts } = report;
  const sections = [
    heading("Drift", report),
    aligned([stackTable(report).head, ...stackTable(report).rows]),
    `${stacks.length} stacks: ${stackCounts.failed} failed, ${stackCounts.drifted} drifted, ${stackCounts.inSync} in sync`,
    ...rows.map(rowText),
    ...failureLines(stacks),
  ];
  return `${sections.join("\n\n")}\n`;
}

/** The stacks with their numbers; of one that failed, nothing is known. */
export function stackTable({ stacks }: DriftReport): TextTable {
  return {
    head: ["STACK", "RESULT", "COMPARED", "LOST", "EDITED", "SECRET TOUCHED", "BY THE SERVER", "TENANT"],
    rows: stacks.map(({ stack, status, compared, lost, edited, secretTouched, madeByServer, tenant }) => [
      stack,
      status === "inSync" ? "in sync" : status,
      ...[compared, lost, edited, secretTouched, madeByServer].map(countText),
      tenant === undefined ? "" : [tenant.url, tenant.id].filter(Boolean).join(" "),
    ]),
  };
}

/** A row with its changes. */
export function rowText({ kind, class: type, key, stacks, changes }: DriftRow): string {
  return [
    `${KIND_WORDS[kind]}: ${type} ${key} in ${stacks.join(", ")}`,
    ...changes.flatMap(changeLines),
  ].join("\n");
}
