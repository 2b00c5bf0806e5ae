import {
  configPage,
  configVar,
  customerActivatedConnection,
  organizationActivatedConnection,
  userActivatedConnection,
  userLevelConfigPage,
} from "@prismatic-io/spectral";

// Each connection is named by its stable key, which is the same in every tenant.

/** Connections that the customer activates, and what else each customer decides. */
export const configPages = {
  "Your Slack": configPage({
    elements: {
      Slack: customerActivatedConnection({ stableKey: "slack-oauth" }),
      Channel: configVar({ stableKey: "channel", dataType: "string", defaultValue: "#orders" }),
    },
  }),
};

/** Connections that the organization supplies: the first for each customer, the second for all of them. */
export const scopedConfigVars = {
  Archive: organizationActivatedConnection({ stableKey: "customer-database" }),
  Payments: organizationActivatedConnection({ stableKey: "stripe-billing" }),
};

/** Connections that each user activates. */
export const userLevelConfigPages = {
  "Your Gmail": userLevelConfigPage({
    elements: { Gmail: userActivatedConnection({ stableKey: "gmail-user" }) },
  }),
};

type Pages = typeof configPages;

/** Lets the flows know the types of the config variables. */
declare module "@prismatic-io/spectral" {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- Prismatic's way to register them
  interface IntegrationDefinitionConfigPages extends Pages {}
}
