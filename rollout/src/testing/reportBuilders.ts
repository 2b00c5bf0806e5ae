import { createHash } from "node:crypto";
import {
  previewReport,
  REPORT_VERSION,
  type ChangeGroup,
  type Count,
  type Difference,
  type OperationCounts,
  type PreviewReport,
  type Reach,
  type StackReport,
  type StackStatus,
} from "../report/schema.ts";

/** Operations of a tenant of which nothing is known. */
export const NO_OPERATIONS: OperationCounts = { replace: 0, delete: 0, update: 0, create: 0, unchanged: 0 };
const DIGEST = "sha256:9f2c4e6a8b0d1f3e5c7a9b8d6f4e2c0a1b3d5f7e9c8a6b4d2f0e1c3a5b7d9f8e";
const BEGIN = Date.parse("2026-11-26T09:00:00Z");

/** Names of tenants such as `acme-us-07`, in their order. */
export function tenantNames(count: number): string[] {
  const regions = ["eu", "us", "ap", "ca"];
  const names = Array.from({ length: count }, (_, index) => {
    const digits = String(count).length;
    return `acme-${regions[index % regions.length]}-${String(index + 1).padStart(digits, "0")}`;
  });
  return names.toSorted();
}

/** A difference of two texts. */
export function texts(before: string, after: string): Difference {
  return { before: { text: before }, after: { text: after } };
}

/** The same numbers of everything that a change may reach. */
export function reachOfAll(count: Count, others: Partial<Reach> = {}): Reach {
  const none: Count = { counted: 0 };
  return {
    instances: count,
    workflows: none,
    customersWithCredentials: none,
    redeployedInstances: none,
    upgradedInstances: none,
    switchedSteps: none,
    repeatedAuthorizations: none,
    ...others,
  };
}

/** A group with what most changes have. */
export function changeGroup(
  group: Partial<ChangeGroup> & Pick<ChangeGroup, "operation" | "key" | "stacks">,
): ChangeGroup {
  const { operation, key, stacks } = group;
  return {
    id: `${operation}-${key}-${group.changes?.map(({ path }) => path).join("-") ?? ""}`,
    class: "CustomerConnection",
    changes: [],
    mutations: [],
    refusals: [],
    // On what does not exist yet nothing depends.
    reach: Object.fromEntries(
      operation === "create"
        ? []
        : stacks.map((stack, index) => [stack, reachOfAll({ counted: (index * 7) % 30 })]),
    ),
    ...group,
  };
}

/** One tenant with the operations of its groups. */
function stackOf(
  name: string,
  index: number,
  groups: ChangeGroup[],
  others: Partial<StackReport>,
): StackReport {
  const operations = { ...NO_OPERATIONS, unchanged: 40 };
  for (const { operation, stacks } of groups) {
    if (!stacks.includes(name)) continue;
    operations[operation]++;
    if (operation !== "create" && operations.unchanged > 0) operations.unchanged--;
  }
  const isChanged = groups.some(({ stacks }) => stacks.includes(name));
  return {
    stack: name,
    status: isChanged ? "changed" : "unchanged",
    digest: createHash("sha256").update(name).digest("hex"),
    tenant: { url: "https://app.prismatic.io", id: `T3JnYW5pemF0aW9uOjAwMDA${index}` },
    labels: [name.slice(5, 7)],
    readAt: new Date(BEGIN + index * 3_000).toISOString(),
    seconds: 4 + ((index * 37) % 50) / 10,
    operations,
    violations: [],
    failures: [],
    notices: [],
    ...others,
  };
}

/** A report of these groups, with the sums that its tenants give; it is held against the schema. */
export function reportOf(
  stacks: string[],
  groups: ChangeGroup[],
  special: Map<string, Partial<StackReport>> = new Map(),
): PreviewReport {
  const reports = stacks.map((name, index) => {
    const wave = index < 2 ? "canary" : index < stacks.length / 2 ? "early" : "rest";
    return stackOf(name, index, groups, { wave, ...special.get(name) });
  });
  const count = (status: StackStatus) => reports.filter((report) => report.status === status).length;
  const operations = { ...NO_OPERATIONS };
  for (const { status, operations: of } of reports) {
    if (status === "failed") continue;
    for (const operation of Object.keys(operations) as (keyof OperationCounts)[])
      operations[operation] += of[operation];
  }
  return previewReport.parse({
    version: REPORT_VERSION,
    command: "preview",
    project: "acme-connections",
    commit: "4c5c0a3f8b1e9d27c6a5b4938271605f4e3d2c1b",
    digest: DIGEST,
    upCommand: `prismatic-rollout up --stacks ${stacks.join(",")} --plan ${DIGEST}`,
    stacks: reports,
    stackCounts: {
      failed: count("failed"),
      violation: count("violation"),
      changed: count("changed"),
      unchanged: count("unchanged"),
    },
    operations,
    waves: ["canary", "early", "rest"],
    groups,
  });
}
