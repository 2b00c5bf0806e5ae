import { Config } from "@pulumi/pulumi";
import { CustomerConnection, OrganizationGlobalConnection, Tenant } from "pulumi-prismatic";

const config = new Config();

// The stack itself has no tenant: each resource names the one that it lives in.
const regions = ["us", "eu"].map((region) => ({
  region,
  tenant: new Tenant(region, {
    url: config.require(`${region}Url`),
    tenantId: config.require(`${region}TenantId`),
    refreshToken: config.requireSecret(`${region}RefreshToken`),
  }),
}));

// Both tenants get the same connections by the same stable keys; the resources' names tell them apart.
for (const { region, tenant } of regions) {
  new CustomerConnection(
    `github-${region}`,
    {
      component: "github",
      connectionType: "oauth2",
      stableKey: "github-oauth",
      name: "GitHub",
      globalValues: { clientId: config.require(`${region}GithubClientId`) },
      globalSecrets: { clientSecret: config.requireSecret(`${region}GithubClientSecret`) },
      redeployInstances: "onChange",
    },
    { provider: tenant },
  );
  new OrganizationGlobalConnection(
    `mail-${region}`,
    {
      component: "sendgrid",
      stableKey: "mail-sender",
      name: "Mail",
      globalSecrets: { apiKey: config.requireSecret("mailApiKey") },
      testCredentials: { secrets: { apiKey: config.requireSecret("mailTestApiKey") } },
      redeployInstances: "onChange",
    },
    { provider: tenant },
  );
}
