import {
  previewReport,
  type ChangeGroup,
  type Count,
  type Difference,
  type PreviewReport,
  type Reach,
  type StackReport,
} from "../report/schema.ts";
import { changeGroup, NO_OPERATIONS, reachOfAll, reportOf, tenantNames, texts } from "./reportBuilders.ts";

/** One connection replaced in all of 20 tenants, because its component changes. */
export function replacedEverywhere(): PreviewReport {
  const stacks = tenantNames(20);
  const reach = (_: string, index: number): Reach =>
    reachOfAll(
      { counted: 3 + index },
      { workflows: { counted: 2 }, customersWithCredentials: { counted: 2 + index } },
    );
  return reportOf(stacks, [
    changeGroup({
      operation: "replace",
      key: "salesforce-oauth",
      stacks,
      changes: [
        { path: "component", isSecret: false, difference: { shared: texts("salesforce", "salesforce-v2") } },
        {
          path: "connectionType",
          isSecret: false,
          difference: { shared: texts("oauth2", "oauth2ClientCredentials") },
        },
      ],
      mutations: [
        { field: "createScopedConfigVariable", times: 1, isUncertain: false },
        { field: "deleteScopedConfigVariable", times: 1, isUncertain: false },
      ],
      reach: Object.fromEntries(stacks.map((stack, index) => [stack, reach(stack, index)])),
    }),
  ]);
}

/**
 * Three kinds of change over 20 tenants: values of each tenant, a secret, a new connection. One tenant failed, and in one
 * somebody changed a connection by hand, so that it is replaced there alone.
 */
export function threeKinds(): PreviewReport {
  const all = tenantNames(20);
  const [failed = "", unlike = "", counting = ""] = [all[6], all[13], all[4]];
  const stacks = all.filter((stack) => stack !== failed);
  const peers = stacks.filter((stack) => stack !== unlike);
  const noNumber: Count = { notCounted: "The token lacks the permission org_view_instances." };
  const groups = [
    changeGroup({
      operation: "update",
      key: "slack-oauth",
      stacks: peers,
      unlike: [unlike],
      changes: [
        {
          path: "values.scopes",
          isSecret: false,
          difference: { shared: texts("chat:write", "chat:write channels:read") },
        },
        {
          path: "values.baseUrl",
          isSecret: false,
          difference: {
            byStack: Object.fromEntries(
              peers.map((stack) => {
                const region = stack.slice(5, 7);
                return [
                  stack,
                  texts(`https://${region}.acme.example/v1`, `https://${region}.acme.example/v2`),
                ];
              }),
            ),
          },
        },
      ],
      mutations: [{ field: "updateScopedConfigVariable", times: 1, isUncertain: false }],
      reach: Object.fromEntries(
        peers.map((stack, index) => [
          stack,
          reachOfAll(stack === counting ? noNumber : { counted: 5 + index }, {
            redeployedInstances: { counted: 5 },
          }),
        ]),
      ),
    }),
    changeGroup({
      operation: "replace",
      key: "slack-oauth",
      stacks: [unlike],
      unlike: peers,
      changes: [
        { path: "connectionType", isSecret: false, difference: { shared: texts("apiKey", "oauth2") } },
        {
          path: "values.scopes",
          isSecret: false,
          difference: { shared: { before: { absent: true }, after: { text: "chat:write channels:read" } } },
        },
      ],
      mutations: [
        { field: "createScopedConfigVariable", times: 1, isUncertain: false },
        { field: "deleteScopedConfigVariable", times: 1, isUncertain: false },
      ],
      reach: {
        [unlike]: reachOfAll(
          { counted: 11 },
          { customersWithCredentials: { counted: 9 }, repeatedAuthorizations: { counted: 9 } },
        ),
      },
      refusals: [
        {
          stack: unlike,
          message: "Prismatic refuses to delete slack-oauth: the integration order-alerts uses it.",
        },
      ],
    }),
    changeGroup({
      operation: "update",
      class: "OrganizationGlobalConnection",
      key: "warehouse",
      stacks,
      changes: [
        { path: "secretRevisions.password", isSecret: true, difference: { shared: texts("3", "4") } },
      ],
      mutations: [{ field: "updateScopedConfigVariable", times: 1, isUncertain: false }],
    }),
    changeGroup({
      operation: "create",
      class: "UserConnection",
      key: "google-calendar",
      stacks,
      changes: [
        {
          path: "component",
          isSecret: false,
          difference: { shared: { before: { absent: true }, after: { text: "google-calendar" } } },
        },
        {
          path: "id",
          isSecret: false,
          difference: { shared: { before: { absent: true }, after: { unknown: true } } },
        },
      ],
      mutations: [
        { field: "createScopedConfigVariable", times: 1, isUncertain: false },
        { field: "updateInstancesUsingCustomerConfigVariable", times: 2, isUncertain: true },
      ],
    }),
  ];
  return reportOf(
    all,
    groups,
    new Map<string, Partial<StackReport>>([
      [
        failed,
        {
          status: "failed",
          operations: NO_OPERATIONS,
          seconds: 31.4,
          failures: [
            {
              message:
                'The tenant at https://app.prismatic.io refused the refresh token of stack acme: HTTP 401 "invalid_grant".\nNothing was read or changed.',
              nextStep: `Run "prism me:token --type refresh" as a user of this tenant, then "pulumi config set --secret prismatic:refreshToken --stack ${failed}".`,
            },
          ],
        },
      ],
      [
        all[1] ?? "",
        {
          status: "violation",
          violations: [
            {
              pack: "acme-rules",
              policy: "connection-urls-are-https",
              message: "values.baseUrl begins with http://. Use https://, or list the host in allowedHosts.",
              isMandatory: true,
              urn: `urn:pulumi:${all[1]}::acme-connections::pulumi-nodejs:dynamic/prismatic:CustomerConnection::slack`,
            },
          ],
        },
      ],
      [all[2] ?? "", { notices: ["The connection hubspot-oauth is not managed by any program."] }],
    ]),
  );
}

/** Many tenants by many keys: each key is updated in every tenant, in some with values of each tenant's own. */
export function large(tenants: number, keys: number): PreviewReport {
  const stacks = tenantNames(tenants);
  const [first = "", second = ""] = stacks;
  const groups = Array.from({ length: keys }, (_, index) => {
    const key = `connection-${String(index + 1).padStart(3, "0")}`;
    const own = stacks.map((stack): [string, Difference] => [
      stack,
      texts(`https://${stack}.example/v1`, `https://${stack}.example/v2`),
    ]);
    const difference = index % 4 === 0 ? { byStack: Object.fromEntries(own) } : { shared: texts("v1", "v2") };
    return changeGroup({
      operation: index < 3 ? "replace" : index < 6 ? "delete" : index % 9 === 0 ? "create" : "update",
      key,
      stacks: index === 10 ? stacks.slice(1) : stacks,
      ...(index === 10 ? { unlike: [first] } : {}),
      changes: [
        { path: "values.apiVersion", isSecret: false, difference: { shared: texts("2025-10", "2026-04") } },
        { path: "values.baseUrl", isSecret: false, difference },
      ],
      mutations: [{ field: "updateScopedConfigVariable", times: 1, isUncertain: false }],
    });
  });
  const failure = { message: "The tenant did not answer within 30 s.", nextStep: "Run the preview again." };
  const failed: Partial<StackReport> = {
    status: "failed",
    operations: NO_OPERATIONS,
    failures: [failure],
    seconds: 30,
  };
  return reportOf(stacks, withoutStack(groups, second), new Map([[second, failed]]));
}

function withoutStack(groups: ChangeGroup[], stack: string): ChangeGroup[] {
  return groups.map((group) => ({
    ...group,
    stacks: group.stacks.filter((name) => name !== stack),
    reach: Object.fromEntries(Object.entries(group.reach).filter(([name]) => name !== stack)),
    changes: group.changes.map((change) => ({
      ...change,
      difference:
        "byStack" in change.difference
          ? {
              byStack: Object.fromEntries(
                Object.entries(change.difference.byStack).filter(([name]) => name !== stack),
              ),
            }
          : change.difference,
    })),
  }));
}

/** Texts that would end an element, a table, a fence or a line, run a script, mention a person or act on a terminal. */
export const HOSTILE = [
  "<script>alert(1)</script>",
  '"><img src=https://evil.example onerror=alert(1)>',
  "</style></title></pre></details>",
  "```\n# heading\n| a | b |\n| - | - |",
  "@octocat #1 https://evil.example `code` \\|",
  "<!-- --> ]]> &lt;b&gt;",
  "\u001b]0;title\u0007\u202Etxt.exe\u2028",
  "__proto__",
  "x".repeat(5000),
];

/** Three kinds of change where names, values and messages are hostile. */
export function hostileReport(): PreviewReport {
  let next = 0;
  const hostile = (text: string) => `${text} ${HOSTILE[next++ % HOSTILE.length]}`;
  const report = threeKinds();
  const names = new Map(report.stacks.map(({ stack }) => [stack, hostile(stack)]));
  const renamed = (stack: string) => names.get(stack) ?? stack;
  const byStack = <Item>(record: Record<string, Item>) =>
    Object.fromEntries(Object.entries(record).map(([stack, item]) => [renamed(stack), item]));
  return previewReport.parse({
    ...report,
    project: hostile(report.project),
    commit: hostile("commit"),
    stacks: report.stacks.map((stack) => ({
      ...stack,
      stack: renamed(stack.stack),
      wave: hostile("wave"),
      labels: HOSTILE,
      notices: HOSTILE,
      tenant: { url: hostile("url"), id: hostile("id") },
      failures: stack.failures.map(() => ({ message: HOSTILE.join("\n"), nextStep: hostile("Next") })),
      violations: stack.violations.map((violation) => ({
        ...violation,
        policy: hostile("policy"),
        message: HOSTILE.join(),
      })),
    })),
    groups: report.groups.map((group) => ({
      ...group,
      class: hostile(group.class),
      key: hostile(group.key),
      stacks: group.stacks.map(renamed),
      unlike: group.unlike?.map(renamed),
      refusals: group.refusals.map(({ stack }) => ({ stack: renamed(stack), message: hostile("refused") })),
      reach: byStack(group.reach),
      mutations: [{ field: hostile("field"), times: 1, isUncertain: true }],
      changes: group.changes.map(({ isSecret, difference }) => ({
        path: hostile("path"),
        isSecret,
        difference:
          "byStack" in difference
            ? { byStack: byStack(difference.byStack) }
            : { shared: texts(hostile("before"), HOSTILE.join("\n")) },
      })),
    })),
  });
}
