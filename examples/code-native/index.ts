import { Config } from "@pulumi/pulumi";
import {
  CodeNativeIntegration,
  CustomerConnection,
  OrganizationCustomerConnection,
  OrganizationGlobalConnection,
  UserConnection,
} from "pulumi-prismatic";

const config = new Config();

// The four connections that the code names by their stable keys, one of each kind.
const slack = new CustomerConnection("slack", {
  component: "slack",
  connectionType: "oauth2",
  stableKey: "slack-oauth",
  name: "Slack",
  globalValues: { clientId: config.require("slackClientId"), scopes: "chat:write" },
  globalSecrets: { clientSecret: config.requireSecret("slackClientSecret") },
  redeployInstances: "onChange",
});
const archive = new OrganizationCustomerConnection("archive", {
  component: "postgres",
  stableKey: "customer-database",
  name: "Customer's database",
});
const payments = new OrganizationGlobalConnection("payments", {
  component: "stripe",
  stableKey: "stripe-billing",
  name: "Stripe",
  globalSecrets: { apiKey: config.requireSecret("stripeApiKey") },
  testCredentials: { secrets: { apiKey: config.requireSecret("stripeTestApiKey") } },
  redeployInstances: "onChange",
});
const gmail = new UserConnection("gmail", {
  component: "google-gmail",
  connectionType: "oauth2",
  stableKey: "gmail-user",
  name: "Gmail",
  globalValues: { clientId: config.require("gmailClientId") },
  globalSecrets: { clientSecret: config.requireSecret("gmailClientSecret") },
  redeployInstances: "onChange",
});

// `npm run build` in that folder makes the bundle. It is imported again exactly when it changes.
const orders = new CodeNativeIntegration("acme-orders", {
  bundle: config.get("bundle") ?? "../acme-orders-integration/dist",
  connections: [slack, archive, payments, gmail],
  // The flow takes no call without a key, a test run neither.
  testApiKeys: { "Receive order": config.requireSecret("orderTestKey") },
  publish: { comment: config.get("release") ?? "From Git" },
  instances: "upgrade",
  // Only where the stack is temporary: without this, the integration stays when the stack is destroyed.
  deleteOnDestroy: config.getBoolean("deleteOnDestroy") ?? false,
});

export const version = orders.versionNumber;
