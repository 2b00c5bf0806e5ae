import { Config } from "@pulumi/pulumi";
import { CustomerConnection } from "pulumi-prismatic";

const config = new Config();

// Each customer logs in to a Slack workspace of its own; the OAuth client is ours.
new CustomerConnection("slack", {
  component: "slack",
  connectionType: "oauth2",
  stableKey: "slack-oauth",
  name: "Slack",
  globalValues: { clientId: config.require("slackClientId") },
  globalSecrets: { clientSecret: config.requireSecret("slackClientSecret") },
  redeployInstances: "onChange",
});
