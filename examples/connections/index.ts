import { Config } from "@pulumi/pulumi";
import {
  CustomerConnection,
  GlobalValues,
  OrganizationCustomerConnection,
  OrganizationGlobalConnection,
} from "pulumi-prismatic";

// One program for every tenant: the stacks differ in their configuration alone, the stable keys are the same.
const config = new Config();

// Each customer logs in to a Slack workspace of its own; the OAuth client is ours.
const slack = new CustomerConnection("slack", {
  component: "slack",
  connectionType: "oauth2",
  stableKey: "slack-oauth",
  name: "Slack",
  description: "Posts to the customer's workspace",
  globalValues: {
    clientId: config.require("slackClientId"),
    scopes: "chat:write channels:read",
  },
  globalSecrets: {
    clientSecret: config.requireSecret("slackClientSecret"),
    signingSecret: config.requireSecret("slackSigningSecret"),
  },
  redeployInstances: "onChange",
});

// Each customer has an Acme key of its own, and our onboarding team enters it.
const acme = new OrganizationCustomerConnection("acme", {
  component: "acme",
  stableKey: "acme-api-key",
  name: "Acme",
  description: "Acme's API on behalf of one customer",
});

// One key of ours for all customers, and another one for test runs.
const openai = new OrganizationGlobalConnection("openai", {
  component: "openai",
  stableKey: "openai-global",
  name: "OpenAI",
  globalSecrets: { apiKey: config.requireSecret("openaiApiKey") },
  testCredentials: { secrets: { apiKey: config.requireSecret("openaiTestApiKey") } },
  redeployInstances: "onChange",
});

// The finance team owns the key, apart from the connection itself.
const stripe = new OrganizationGlobalConnection("stripe", {
  component: "stripe",
  stableKey: "stripe-billing",
  name: "Stripe",
  separateGlobalValues: true,
  testCredentials: { secrets: { apiKey: config.requireSecret("stripeTestApiKey") } },
});
new GlobalValues("stripe", {
  connection: stripe,
  secrets: { apiKey: config.requireSecret("stripeApiKey") },
  redeployInstances: "onChange",
});

export const stableKeys = [slack.stableKey, acme.stableKey, openai.stableKey, stripe.stableKey];
