import { Config } from "@pulumi/pulumi";
import { CustomerConnection, Integration } from "pulumi-prismatic";

// The stacks dev, us and eu run this same program. The stable keys are the same in all of them; what differs is the
// configuration: the tenant, the OAuth client of that tenant, and what a new version means for running instances.
const config = new Config();

const slack = new CustomerConnection("slack", {
  component: "slack",
  connectionType: "oauth2",
  stableKey: "slack-oauth",
  name: "Slack",
  globalValues: { clientId: config.require("slackClientId"), scopes: "chat:write" },
  globalSecrets: { clientSecret: config.requireSecret("slackClientSecret") },
  redeployInstances: "onChange",
});

// The bot that tells our own people, not the customer's.
const operations = new CustomerConnection("operations", {
  component: "slack",
  connectionType: "webhookUrl",
  stableKey: "slack-operations",
  name: "Slack of our operations",
});

const integration = new Integration("order-alerts", {
  definition: "integrations/order-alerts.yml",
  connections: { "Slack Connection": slack },
  steps: { "New order": { "Tell operations": operations } },
  // Each tenant takes the newest version of a component that it has.
  latestComponentVersions: true,
  publish: {
    comment: config.get("release") ?? "From Git",
    attributes: { commitHash: config.get("commit") ?? "" },
  },
  // dev: "upgrade"; us and eu: "leave" until the new version has proved itself, then "upgrade".
  instances: config.require<"leave" | "upgrade">("instances"),
  // Only where the stack is temporary: without this, the integration stays when the stack is destroyed.
  deleteOnDestroy: config.getBoolean("deleteOnDestroy") ?? false,
});

export const version = integration.versionNumber;
