import type { ChangeGroup, Difference, PreviewReport, PropertyChange, StackReport, Value } from "./schema.ts";

const SIGNS = { replace: "-/+", delete: "-", update: "~", create: "+" } as const;

/** Text of a preview's report for people. */
export function reportTable(report: PreviewReport): string {
  const { project, commit, isUncommitted, stacks, digest } = report;
  const from =
    commit === undefined ? "" : `, commit ${commit.slice(0, 12)}${isUncommitted ? " with changes" : ""}`;
  const sections = [
    `Preview of ${project}${from}`,
    stackTable(stacks),
    total(report),
    ...report.groups.map((group) => groupText(group, stacks)),
    ...stacks.flatMap(problemTexts),
    `Digest ${digest}`,
  ];
  return `${sections.join("\n\n")}\n`;
}

function stackTable(stacks: readonly StackReport[]): string {
  const head = [
    "STACK",
    "RESULT",
    "REPLACE",
    "DELETE",
    "UPDATE",
    "CREATE",
    "SAME",
    "READ AT",
    "TOOK",
    "TENANT",
  ];
  const rows = stacks.map(({ stack, status, operations, readAt, seconds, tenant }) => {
    const { replace, delete: remove, update, create, unchanged } = operations;
    const counts = [replace, remove, update, create, unchanged];
    return [
      stack,
      status,
      // The steps of a preview that failed are not known.
      ...counts.map((count) => (status === "failed" ? "?" : String(count))),
      readAt.slice(11, 19),
      `${seconds.toFixed(1)} s`,
      tenant === undefined ? "" : [tenant.url, tenant.id].filter(Boolean).join(" "),
    ];
  });
  return aligned([head, ...rows]);
}

/** Rows of a table with their columns below one another. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
  return lines.map((line) => line.trimEnd()).join("\n");
}

function total({ stacks, stackCounts, operations }: PreviewReport): string {
  const { failed = 0, violation = 0, changed = 0, unchanged = 0 } = stackCounts;
  const known = failed === 0 ? "" : ` (without ${failed} that failed)`;
  const { replace, delete: remove, update, create } = operations;
  return (
    `${stacks.length} stacks: ${failed} failed, ${violation} with policy violations, ${changed} changed, ${unchanged} ` +
    `unchanged\nTogether${known}: ${replace} to replace, ${remove} to delete, ${update} to update, ${create} to create`
  );
}

function groupText(group: ChangeGroup, all: readonly StackReport[]): string {
  const { operation, class: type, key, stacks, changes, mutations, unlike = [] } = group;
  const read = all.filter(({ status }) => status !== "failed").length;
  const where =
    stacks.length === read
      ? `all ${read} stacks that were read`
      : `${stacks.length} of ${read}: ${stacks.join(", ")}`;
  return [
    `${SIGNS[operation]} ${operation} ${type} ${key} in ${where}`,
    ...(unlike.length === 0 ? [] : [`    not in ${unlike.join(", ")}`]),
    ...changes.flatMap(changeLines),
    ...mutations.map(
      ({ field, times, isUncertain }) =>
        `    sends ${field}${times === 1 ? "" : ` ${times} times`}${isUncertain ? ", perhaps" : ""}`,
    ),
    ...reachLines(group),
    ...group.refusals.map(({ stack, message }) => `    refused in ${stack}: ${message}`),
  ].join("\n");
}

const REACHED = {
  instances: "instances use it",
  workflows: "workflows use it",
  customersWithCredentials: "customers have saved credentials",
  redeployedInstances: "instances are redeployed",
  upgradedInstances: "instances are upgraded",
  switchedSteps: "inputs of steps switch to another connection",
  repeatedAuthorizations: "authorizations have to be given again",
} as const;

/** Reach of the change in each stack; a number is left out where it is 0 in all of them. */
function reachLines({ reach }: ChangeGroup): string[] {
  const names = Object.keys(REACHED) as (keyof typeof REACHED)[];
  const all = Object.entries(reach);
  return names.flatMap((name) => {
    const counts = all.map(([stack, each]) => ({ stack, count: each[name] }));
    const sum = counts.reduce((total, { count }) => total + ("counted" in count ? count.counted : 0), 0);
    const byStack = counts.flatMap(({ stack, count }) =>
      "counted" in count && count.counted > 0 ? [`${stack} ${count.counted}`] : [],
    );
    const reasons = new Map<string, string[]>();
    for (const { stack, count } of counts) {
      if ("notCounted" in count)
        reasons.set(count.notCounted, [...(reasons.get(count.notCounted) ?? []), stack]);
    }
    return [
      ...(sum > 0 ? [`    ${sum} ${REACHED[name]}: ${byStack.join(", ")}`] : []),
      ...[...reasons].map(
        ([reason, stacks]) =>
          `    not counted in ${stacks.join(", ")}: how many ${REACHED[name]} (${reason})`,
      ),
    ];
  });
}

/** Lines of one changed path. */
export function changeLines({ path, isSecret, difference }: PropertyChange): string[] {
  const name = isSecret ? `${path} (a secret)` : path;
  if ("shared" in difference) return [`    ${name}: ${differenceText(difference.shared)}`];
  const lines = Object.entries(difference.byStack).map(
    ([stack, each]) => `        ${stack}: ${differenceText(each)}`,
  );
  return [`    ${name}:`, ...lines];
}

function differenceText({ before, after }: Difference): string {
  return "absent" in before ? valueText(after) : `${valueText(before)} => ${valueText(after)}`;
}

function valueText(value: Value): string {
  if ("text" in value) return JSON.stringify(value.text);
  if ("unknown" in value) return "(known during the update)";
  return "hidden" in value ? "(not shown)" : "(nothing)";
}

function problemTexts({ stack, failures, violations, notices }: StackReport): string[] {
  const lines = [
    ...failures.map(
      ({ message, nextStep, urn }) =>
        `failed: ${urn === undefined ? "" : `${nameOf(urn)}: `}${message}\n    Next: ${nextStep}`,
    ),
    ...violations.map(
      ({ policy, message, isMandatory, urn }) =>
        `${isMandatory ? "violates" : "should heed"} ${policy}${urn === undefined ? "" : ` in ${nameOf(urn)}`}: ${message}`,
    ),
    ...notices,
  ];
  return lines.map((line) => `${stack} ${line}`);
}

const nameOf = (urn: string): string => urn.slice(urn.lastIndexOf("::") + 2);
