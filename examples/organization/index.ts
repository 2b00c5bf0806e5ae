import { Config } from "@pulumi/pulumi";
import {
  CustomerConnection,
  OrganizationCustomerConnection,
  OrganizationGlobalConnection,
} from "pulumi-prismatic";

// The stacks dev, us and eu run this same program. What differs is in Pulumi.<stack>.yaml, for a reviewer to see.
const config = new Config();

// `pulumi up` refuses to delete or replace what customers depend on.
const protect = config.getBoolean("production") ?? false;

// Each customer logs in to a Slack workspace of its own. Every tenant has an OAuth client of its own at Slack.
const slack = new CustomerConnection(
  "slack",
  {
    component: "slack",
    connectionType: "oauth2",
    stableKey: "slack-oauth",
    name: "Slack",
    description: "Posts to the customer's workspace",
    globalValues: { clientId: config.require("slackClientId"), scopes: "chat:write channels:read" },
    globalSecrets: { clientSecret: config.requireSecret("slackClientSecret") },
    redeployInstances: "onChange",
  },
  { protect },
);

// Each customer has a database of its own, and our onboarding enters it.
const database = new OrganizationCustomerConnection(
  "database",
  {
    component: "postgres",
    stableKey: "customer-database",
    name: "Customer's database",
    globalValues: { requireSSL: true },
    redeployInstances: "onChange",
  },
  { protect },
);

// One key of ours for all customers of the tenant, and another one for test runs.
const stripe = new OrganizationGlobalConnection(
  "stripe",
  {
    component: "stripe",
    stableKey: "stripe-billing",
    name: "Stripe",
    globalSecrets: { apiKey: config.requireSecret("stripeApiKey") },
    testCredentials: { secrets: { apiKey: config.requireSecret("stripeTestApiKey") } },
    redeployInstances: "onChange",
  },
  { protect },
);

// Only the US tenant sells this. The registry says so as well: "stacks": ["us"].
if (config.getBoolean("sellsAnalytics") ?? false) {
  new CustomerConnection(
    "airtable",
    {
      component: "airtable",
      connectionType: "personalAccessToken",
      stableKey: "airtable-token",
      name: "Airtable",
      redeployInstances: "onChange",
    },
    { protect },
  );
}

export const stableKeys = [slack.stableKey, database.stableKey, stripe.stableKey];
