import { strict as assert } from "node:assert";
import fc from "fast-check";
import type { Lifecycle, Properties } from "../../provider/src/dynamic/lifecycle.ts";
import { LIFECYCLES } from "../../provider/src/resources/registry.ts";
import type { ResourceClass } from "../../provider/src/resources/names.ts";
import { visible } from "../../provider/src/tenant/visible.ts";
import { TenantSession } from "../../provider/src/tenant/session.ts";
import { filledTenant, SLACK, sessionOf } from "./tenant.ts";
import { edited, edits } from "./hostile.ts";
import { assertHarmless, assertSaid, refusedOrDone } from "./promises.ts";
import { subject } from "./subject.ts";

const connection = {
  ...SLACK,
  description: "Chat",
  globalValues: { clientId: "id" },
  globalSecrets: { clientSecret: "hush" },
};

/** Right arguments of each class, of which the cases make wrong ones. */
const RIGHT: Readonly<Record<ResourceClass, Properties>> = {
  CustomerConnection: {
    ...connection,
    stableKey: "chat",
    testCredentials: {
      values: { clientId: "x" },
      secrets: { clientSecret: "hush" },
      oauthTokens: { accessToken: "hush" },
    },
    embeddedWorkflows: true,
    oauthRedirect: { success: "https://acme.example/done" },
  },
  OrganizationCustomerConnection: {
    component: "acme",
    stableKey: "orders",
    name: "Orders",
    customerInputs: ["api_key"],
  },
  OrganizationGlobalConnection: {
    component: "twilio",
    connectionType: "apiKeySecret",
    stableKey: "texts",
    name: "Texts",
    globalValues: { accountSid: "AC1" },
    globalSecrets: { apiKey: "hush", apiSecret: "hush" },
    redeployInstances: true,
  },
  UserConnection: { ...connection, stableKey: "user-chat" },
  GlobalValues: {
    connection: { stableKey: "slack" },
    values: { clientId: "x" },
    secrets: { clientSecret: "hush" },
  },
  TestCredentials: { connection: { stableKey: "acme" }, secrets: { api_key: "hush" } },
  CustomerCredentials: {
    connection: { stableKey: "acme" },
    customer: "globex",
    secrets: { api_key: "hush" },
  },
  CustomerCredentialsSet: {
    connection: { stableKey: "acme" },
    customers: {
      globex: { secrets: { api_key: "hush" } },
      initech: { values: {}, secrets: { api_key: "hush" } },
    },
  },
  EmbeddedWorkflowFlag: { connection: { stableKey: "slack" }, enabled: true },
  CustomerEmbeddedAccess: { customer: "globex", enabled: true },
  Component: { bundle: "no-such-folder", comment: "first" },
  Integration: {
    definition:
      "definitionVersion: 7\nname: Fuzzed\nrequiredConfigVars:\n  - { key: Slack, dataType: connection, useScopedConfigVar: slack }\nflows: []\n",
    connections: { Slack: { stableKey: "slack" } },
    publish: { comment: "first", attributes: { commitHash: "abc" } },
    instances: "leave",
    marketplace: { availability: "NOT_AVAILABLE_IN_MARKETPLACE" },
  },
  CodeNativeIntegration: { bundle: "no-such-folder", stableKeys: { Slack: "slack" }, publish: true },
};

/** Inputs that an import brings, which a check takes as they are. */
const IMPORTED: Readonly<Partial<Record<ResourceClass, Properties>>> = {
  CustomerCredentialsSet: {
    connection: { stableKey: "acme" },
    customers: { globex: "0123456789012345678901", initech: "" },
    change: "#1 +2 ~0 -0",
    valueFacts: { names: ["region"], forms: [], addresses: [] },
  },
};

const CLASSES = Object.keys(RIGHT) as ResourceClass[];

/** Cases that share what a session remembers. */
const SESSION = 50;

/** Arguments of every resource, as they reach the provider's process. */
export const resourceArguments = subject({
  title: "resource arguments",
  share: 40,
  cases: fc.record({
    type: fc.constantFrom(...CLASSES),
    changes: edits,
    later: edits,
    isImported: fc.boolean(),
  }),
  async open() {
    const tenant = await filledTenant();
    let session: TenantSession | undefined;
    let count = 0;
    return {
      async judge({ type, changes, later, isImported }) {
        if (count++ % SESSION === 0) {
          session?.stop();
          session = sessionOf(tenant);
        }
        const current = session as TenantSession;
        const lifecycle = LIFECYCLES[type];
        const right = isImported ? (IMPORTED[type] ?? RIGHT[type]) : RIGHT[type];
        const args = asProperties(edited(right, changes));
        const first = await check(current, lifecycle, undefined, args);
        if (first === undefined) return;
        const next = asProperties(edited(args, later));
        const second = await check(current, lifecycle, first, next);
        lifecycle.claims(first);
        const olds = { ...first, schemaVersion: 1 };
        const { changes: differs } = lifecycle.diff(olds, second ?? first);
        assert.equal(typeof differs, "boolean");
        lifecycle.plan(
          { op: "update", olds, news: second ?? first },
          {
            held: () => undefined,
            isClaimed: () => false,
          },
        );
      },
      async close() {
        session?.stop();
        await tenant.dispose();
      },
    };
  },
});

/** Inputs that were judged to be right; undefined where they were refused. */
async function check(
  session: TenantSession,
  lifecycle: Lifecycle,
  olds: Properties | undefined,
  news: Properties,
): Promise<Properties | undefined> {
  const judged = await refusedOrDone(() => session.calls.judge(() => lifecycle.check(session, olds, news)));
  if (judged === undefined) return undefined;
  for (const { path, message } of judged.problems) {
    assertSaid(message);
    assertHarmless(visible(`${path}: ${message}`).replaceAll("\n", "\n  "));
  }
  return judged.problems.length === 0 ? judged.inputs : undefined;
}

/** Pulumi sends a map, whatever the program gives. */
function asProperties(value: unknown): Properties {
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  return isMap ? (value as Properties) : { value };
}
