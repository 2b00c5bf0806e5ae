import { Config } from "@pulumi/pulumi";
import { Component, OrganizationCustomerConnection } from "pulumi-prismatic";

const config = new Config();

// `npm run build` in that folder makes the bundle. A new version is published exactly when the bundle changes.
const acmeErp = new Component("acme-erp", {
  bundle: config.get("bundle") ?? "../acme-erp-component/dist",
  comment: config.get("comment"),
  attributes: { commitHash: process.env["GITHUB_SHA"] },
});

// Waits for the component, and is checked at preview against the bundle that is about to be published.
new OrganizationCustomerConnection("acme-erp-api-key", {
  component: acmeErp,
  connectionType: "apiKey",
  stableKey: "acme-erp-api-key",
  name: "Acme ERP",
  globalValues: { baseUrl: "https://api.erp.acme.example" },
  redeployInstances: "onChange",
});

export const version = acmeErp.versionNumber;
