import { connectionReport, type ConnectionReport, type Finding } from "../connectionReport/schema.ts";
import { driftReport, type DriftReport, type DriftRow } from "../drift/schema.ts";
import { matrixReport, type MatrixReport } from "../matrix/schema.ts";
import type { Count, Difference } from "../report/schema.ts";
import { tenantNames, texts } from "./reportBuilders.ts";

const BEGIN = Date.parse("2026-11-26T03:17:00Z");
const ABOUT = {
  version: 1,
  project: "acme-connections",
  commit: "4c5c0a3f8b1e9d27c6a5b4938271605f4e3d2c1b",
} as const;

/** One tenant that was read. */
const read = (stack: string, index: number) => ({
  stack,
  tenant: { url: "https://app.prismatic.io", id: `T3JnYW5pemF0aW9uOjAwMDA${index}` },
  labels: [stack.slice(5, 7)],
  readAt: new Date(BEGIN + index * 2_000).toISOString(),
  seconds: 3 + ((index * 31) % 40) / 10,
  failures: [],
});

/** One tenant that was not. */
const unread = (stack: string, index: number) => ({
  ...read(stack, index),
  tenant: undefined,
  failures: [
    {
      message: "The passphrase of the stack is wrong.",
      nextStep: "Set PULUMI_CONFIG_PASSPHRASE, or name where this stack's comes from in rollout.yaml.",
    },
  ],
});

const not: Count = { notCounted: "The passphrase of the stack is wrong." };
const counted = (number: number): Count => ({ counted: number });

/** Drift of tenants of which the second failed: a lost object, edits by hand, a touched secret, a new status. */
export function driftOf(tenants: number): DriftReport {
  const all = tenantNames(tenants);
  const [first = "", failed = "", third = first] = all;
  const others = all.filter((stack) => stack !== failed);
  const connection = (key: string, row: Pick<DriftRow, "kind" | "stacks" | "changes">): DriftRow => ({
    ...{ class: "CustomerConnection", key },
    ...row,
  });
  const byStack: Record<string, Difference> = Object.fromEntries(
    others.map((stack) => [stack, texts("Slack", `Slack of ${stack}`)]),
  );
  const rows = [
    connection("hubspot", { kind: "lost", stacks: [first], changes: [] }),
    connection("slack", {
      kind: "edited",
      stacks: others,
      changes: [
        {
          path: "globalValues.scopes",
          isSecret: false,
          difference: { shared: texts("chat:write", "everything") },
        },
        { path: "name", isSecret: false, difference: { byStack } },
      ],
    }),
    connection("salesforce", {
      kind: "secretTouched",
      stacks: [third],
      changes: [
        {
          path: "clientSecret",
          isSecret: true,
          difference: { shared: { before: { text: "revision 3" }, after: { hidden: true } } },
        },
      ],
    }),
    connection("netsuite", {
      kind: "madeByServer",
      stacks: [third],
      changes: [{ path: "status", isSecret: false, difference: { shared: texts("PENDING", "ACTIVE") } }],
    }),
  ];
  const stacks = all.map((stack, index): DriftReport["stacks"][number] => {
    if (stack === failed)
      return {
        ...unread(stack, index),
        status: "failed",
        ...{ compared: not, lost: not, edited: not, secretTouched: not, madeByServer: not },
      };
    const number = (kind: DriftRow["kind"]) =>
      counted(rows.filter((row) => row.kind === kind && row.stacks.includes(stack)).length);
    return {
      ...{ ...read(stack, index), status: "drifted", compared: counted(5) },
      ...{ lost: number("lost"), edited: number("edited") },
      ...{ secretTouched: number("secretTouched"), madeByServer: number("madeByServer") },
    };
  });
  return driftReport.parse({
    ...{ ...ABOUT, command: "drift", stacks, rows },
    stackCounts: { failed: 1, drifted: stacks.length - 1, inSync: 0 },
  });
}

/** The same tenants without any drift: the second failed all the same. */
export function driftOfNone(tenants: number): DriftReport {
  const report = driftOf(tenants);
  const none = counted(0);
  const stacks = report.stacks.map((stack) =>
    stack.status === "failed"
      ? stack
      : {
          ...{ ...stack, status: "inSync", lost: none, edited: none },
          ...{ secretTouched: none, madeByServer: none },
        },
  );
  const stackCounts = { failed: 1, drifted: 0, inSync: stacks.length - 1 };
  return driftReport.parse({ ...report, stacks, stackCounts, rows: [] });
}

/** Connections of tenants of which the second failed: one that fails, customers who have to authorize, one without a use. */
export function connectionsOf(tenants: number, customers: number): ConnectionReport {
  const all = tenantNames(tenants);
  const [first = "", failed = ""] = all;
  const others = all.filter((stack) => stack !== failed);
  const names = Array.from({ length: customers }, (_, index) => `customer-${index + 1}`);
  const findings = others.flatMap((stack): Finding[] => [
    ...(stack === first
      ? [
          {
            kind: "fails",
            stack,
            key: "slack",
            of: "customer",
            customer: "globex",
            status: "ERROR",
          } as const,
          { kind: "unknownStatus", stack, key: "odd", of: "testCredentials", status: "REVOKED" } as const,
        ]
      : []),
    ...names.map(
      (customer) =>
        ({ kind: "waits", stack, key: "slack", of: "customer", customer, status: "PENDING" }) as const,
    ),
    { kind: "unused", stack, key: "hubspot", of: "connection" },
  ]);
  const stacks = all.map((stack, index): ConnectionReport["stacks"][number] => {
    if (stack === failed)
      return {
        ...{ ...unread(stack, index), status: "failed", connections: not, credentials: not },
        ...{ fails: not, unknownStatus: not, waits: not, unused: not },
      };
    const number = (kind: Finding["kind"]) =>
      counted(findings.filter((finding) => finding.kind === kind && finding.stack === stack).length);
    return {
      ...{ ...read(stack, index), status: "findings", connections: counted(5) },
      ...{ credentials: counted(customers + 1), fails: number("fails") },
      ...{ unknownStatus: number("unknownStatus"), waits: number("waits"), unused: number("unused") },
    };
  });
  return connectionReport.parse({
    ...{ ...ABOUT, command: "report", stacks, findings },
    stackCounts: { failed: 1, findings: stacks.length - 1, clean: 0 },
  });
}

/** Stable keys of tenants of which the second failed: half of them differ in the first tenant. */
export function matrixOf(tenants: number, keys: number): MatrixReport {
  const all = tenantNames(tenants);
  const [first = "", failed = ""] = all;
  const others = all.filter((stack) => stack !== failed);
  const rest = others.filter((stack) => stack !== first);
  const stacks = all.map((stack, index) => ({
    ...(stack === failed ? unread(stack, index) : read(stack, index)),
    status: stack === failed ? "failed" : "read",
    keys: stack === failed ? not : counted(keys),
    ofOtherTenants: stack === failed ? not : counted(0),
  }));
  return matrixReport.parse({
    ...{ ...ABOUT, command: "matrix", source: "states", stacks },
    stackCounts: { failed: 1, read: stacks.length - 1 },
    keys: Array.from({ length: keys }, (_, index) => ({
      ...{ key: `connection-${index + 1}`, agrees: index >= keys / 2 },
      ...{ present: index === 0 ? rest : others, missing: index === 0 ? [first] : [] },
      facts:
        index === 0 || index >= keys / 2
          ? []
          : [
              {
                path: "values.scopes",
                values: [
                  { value: "chat:write", stacks: rest },
                  { value: "chat:read", stacks: [first] },
                ],
                notRead: [],
              },
            ],
    })),
  });
}
