import { OrganizationCustomerConnection, OrganizationGlobalConnection } from "pulumi-prismatic";

// The platform team owns the connections, and no secret: the finance team's project supplies the key.
const stripe = new OrganizationGlobalConnection("stripe", {
  component: "stripe",
  stableKey: "stripe-billing",
  name: "Stripe",
  separateGlobalValues: true,
});

const database = new OrganizationCustomerConnection("ledger", {
  component: "postgres",
  stableKey: "customer-ledger",
  name: "Customer's ledger",
  redeployInstances: "onChange",
});

export const stableKeys = [stripe.stableKey, database.stableKey];
