import { gathered } from "../order.ts";
import { failureLines, heading } from "../fleet/basics.ts";
import { countText, type TextTable } from "../fleet/text.ts";
import { aligned } from "../report/table.ts";
import { FINDING_KINDS, type ConnectionReport, type Finding, type FindingKind } from "./schema.ts";

const HEADINGS: Record<FindingKind, string> = {
  fails: "FAIL",
  unknownStatus: "HAVE A STATUS THAT THIS VERSION DOES NOT KNOW",
  waits: "WAIT FOR AUTHORIZATION",
  unused: "ARE USED BY NOTHING",
};

/** Customers of one connection that are named. */
const NAMED = 5;

/** Text of a report on connections for people. */
export function connectionText(report: ConnectionReport): string {
  const { stacks, stackCounts, findings } = report;
  const { head, rows } = stackTable(report);
  const sections = [
    heading("Connections", report),
    aligned([head, ...rows]),
    `${stacks.length} stacks: ${stackCounts.failed} failed, ${stackCounts.findings} with findings, ${stackCounts.clean} clean`,
    ...FINDING_KINDS.flatMap((kind) => {
      const lines = findingLines(findings.filter((each) => each.kind === kind));
      return lines.length === 0 ? [] : [[HEADINGS[kind], ...lines.map((line) => `    ${line}`)].join("\n")];
    }),
    ...failureLines(stacks),
  ];
  return `${sections.join("\n\n")}\n`;
}

/** The stacks with their numbers; of one that failed, nothing is known. */
export function stackTable({ stacks }: ConnectionReport): TextTable {
  return {
    head: ["STACK", "RESULT", "CONNECTIONS", "CREDENTIALS", "FAIL", "UNKNOWN", "WAIT", "UNUSED", "TENANT"],
    rows: stacks.map(({ stack, status, tenant, ...of }) => [
      ...[stack, status],
      ...[of.connections, of.credentials, of.fails, of.unknownStatus, of.waits, of.unused].map(countText),
      tenant === undefined ? "" : [tenant.url, tenant.id].filter(Boolean).join(" "),
    ]),
  };
}

/** One line for each connection of a stack, with the first customers. */
export function findingLines(findings: readonly Finding[]): string[] {
  return gathered(findings, ({ stack, key, of, status }) => JSON.stringify([stack, key, of, status])).map(
    (members) => {
      const [{ stack, key, of, status }] = members as [Finding, ...Finding[]];
      const end = status === undefined ? "" : ` (${status})`;
      if (of === "connection") return `${stack}: ${key}${end}`;
      if (of === "testCredentials") return `${stack}: ${key}, test credentials${end}`;
      const names = members.map(({ customer = "no customer", credentials }) =>
        credentials === undefined ? customer : `${customer}/${credentials}`,
      );
      const others = names.length > NAMED ? ` and ${names.length - NAMED} others` : "";
      const customers = names.length === 1 ? "customer" : `${names.length} customers:`;
      return `${stack}: ${key}, ${customers} ${names.slice(0, NAMED).join(", ")}${others}${end}`;
    },
  );
}
