import { Config } from "@pulumi/pulumi";
import { CustomerConnection } from "pulumi-prismatic";

// One program for every tenant: each is a stack of its own, and the stable keys are the same in all of them.
const config = new Config();

new CustomerConnection("slack-oauth", {
  component: "slack",
  connectionType: "oauth2",
  stableKey: "slack-oauth",
  name: "Slack",
  description: "Posts to the customer's workspace",
  globalValues: {
    clientId: config.require("slackOauthClientId"),
  },
  globalSecrets: {
    clientSecret: config.requireSecret("slackOauthClientSecret"),
  },
  redeployInstances: "never",
});
