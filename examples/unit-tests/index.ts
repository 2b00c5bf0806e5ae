import { Config } from "@pulumi/pulumi";
import {
  CustomerCredentials,
  getComponent,
  getCustomerOutput,
  OrganizationCustomerConnection,
} from "pulumi-prismatic";

const config = new Config();

// The component's newest version decides which connection type there is.
const { connectionTypes } = await getComponent("acme");
const [apiKey] = connectionTypes.filter(({ oauth2Type }) => oauth2Type === undefined);
if (apiKey === undefined) throw new Error("Every connection type of acme is OAuth 2.0 by now.");

export const connection = new OrganizationCustomerConnection("acme", {
  component: "acme",
  connectionType: apiKey.key,
  stableKey: "acme-api-key",
  name: "Acme",
});

const customer = getCustomerOutput(config.require("customer"));
export const credentials = new CustomerCredentials("acme-first", {
  connection,
  customer: customer.id,
  name: customer.name,
  secrets: { apiKey: config.requireSecret("acmeApiKey") },
});
