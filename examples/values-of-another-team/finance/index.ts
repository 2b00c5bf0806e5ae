import { Config } from "@pulumi/pulumi";
import { EmbeddedWorkflowFlag, GlobalValues, TestCredentials } from "pulumi-prismatic";

const config = new Config();

// A stable key names the connection of another project. That it exists is checked at preview.
const stripe = "stripe-billing";
const ledger = "customer-ledger";

new GlobalValues("stripe", {
  connection: stripe,
  secrets: { apiKey: config.requireSecret("stripeApiKey") },
  redeployInstances: "onChange",
});
new TestCredentials("stripe", {
  connection: stripe,
  secrets: { apiKey: config.requireSecret("stripeTestApiKey") },
});

// The values of the ledger are the platform team's; its test credentials and who may use it are the finance team's.
new TestCredentials("ledger", {
  connection: ledger,
  values: { host: "ledger.test.example", database: "test", username: "finance" },
  secrets: { password: config.requireSecret("ledgerTestPassword") },
});
new EmbeddedWorkflowFlag("ledger", { connection: ledger, enabled: true });
