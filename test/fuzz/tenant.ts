import { TenantSession } from "../../provider/src/tenant/session.ts";
import { resolveSettings } from "../../provider/src/tenant/settings.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

/** A connection that the tenant has. */
export const SLACK = { component: "slack", connectionType: "oauth2", stableKey: "slack", name: "Slack" };

/** A tenant with something of each kind. */
export function filledTenant(): Promise<TestTenant> {
  return startTenant({
    holds: {
      customers: ["globex", "initech"].map((externalId) => ({ externalId, name: externalId })),
      connections: [
        { ...SLACK, variableScope: "customer", managedBy: "customer" },
        { stableKey: "acme", name: "Acme", component: "acme", variableScope: "customer", managedBy: "org" },
      ],
      integrations: [
        {
          definition:
            "definitionVersion: 7\nname: Orders\nrequiredConfigVars:\n" +
            "  - { key: Slack, dataType: connection, useScopedConfigVar: slack }\nflows: []\n",
          versions: 1,
        },
      ],
    },
  });
}

/** A session as a command opens it; `config` is added, or replaces. */
export function sessionOf(tenant: TestTenant, config: Record<string, string> = {}): TenantSession {
  const quick = { "prismatic:requestsPerSecond": "1000", "prismatic:batchSize": "1" };
  const all = new Map(Object.entries({ ...tenant.config, ...tenant.secrets, ...quick, ...config }));
  return new TenantSession(
    resolveSettings((name) => all.get(`prismatic:${name}`), {}),
    {
      environment: {},
      tell: () => undefined,
    },
  );
}
