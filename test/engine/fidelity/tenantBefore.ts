import type { TenantOptions } from "../../support/tenant.ts";
import { BY_HAND, customers, kinds, usualKind } from "./world.ts";

/** Values that the web app's form fills in for Slack: the component's own defaults. */
const slackDefaults = {
  authorizeUrl: "https://slack.com/oauth/v2/authorize",
  tokenUrl: "https://slack.com/api/oauth.v2.access",
  revokeUrl: "https://slack.com/api/auth.revoke",
  scopes: "chat:write chat:write.public chat:write.customize channels:read groups:read im:read mpim:read",
  isUser: "false",
};

/**
 * The contents of a tenant before Pulumi comes: a connection for each lane, to which programs add what belongs to it, and one
 * with credentials that no program mentions.
 */
export function heldBefore(lanes: number): NonNullable<TenantOptions["holds"]> {
  const byHand = Array.from({ length: lanes }, (_, lane) => {
    const kind = usualKind(lane, BY_HAND);
    const { type: _type, ...component } = kinds[kind];
    return {
      ...component,
      inputs: component.component === "slack" ? slackDefaults : {},
      stableKey: `lane${lane}-by-hand`,
      name: "Made by hand",
      variableScope: "customer" as const,
      managedBy: kind === "organizationCustomer" ? ("org" as const) : ("customer" as const),
    };
  });
  return {
    customers: customers.map((externalId) => ({ externalId, name: externalId })),
    connections: [
      ...byHand,
      {
        stableKey: "untouched",
        name: "Untouched",
        component: "acme",
        variableScope: "customer",
        managedBy: "org",
        defaultForComponent: true,
      },
    ],
    credentials: [
      { connection: "untouched", isTest: true, inputs: { api_key: "untouched-test" } },
      { connection: "untouched", customer: customers[0]!, inputs: { api_key: "untouched-customer" } },
    ],
  };
}
