import { expect, it } from "vitest";
import { checkAndCreate, startProvider } from "../support/provider.ts";
import { startTenant } from "../support/tenant.ts";

it("The link with which a person authorizes is in secret outputs, and no line prints it", async () => {
  await using tenant = await startTenant();
  await using provider = await startProvider(tenant);
  const client = {
    globalValues: { clientId: "ours" },
    globalSecrets: { clientSecret: "hush", signingSecret: "hush" },
  };
  const slack = { component: "slack", connectionType: "oauth2", ...client };
  const own = await checkAndCreate(provider.global, { ...slack, stableKey: "own", name: "Own" });
  const tested = await checkAndCreate(provider.customer, {
    ...slack,
    stableKey: "tested",
    name: "Tested",
    testCredentials: {},
  });
  const links = [own.outputs["authorizeUrl"], tested.outputs["testAuthorizeUrl"]].map(String);
  for (const link of links) expect(link).toMatch(/^https?:\/\//);
  const { stdout, stderr } = provider.global;
  expect(stdout).toContain(
    `Connection "own" in Tenant ${tenant.id} at ${tenant.url} must be authorized once by a person, who opens the ` +
      "resource's secret output authorizeUrl. To read it: export const link = <resource>.authorizeUrl, then pulumi up and " +
      "pulumi stack output link --show-secrets",
  );
  expect(stdout).toContain("who opens the resource's secret output testAuthorizeUrl.");
  for (const link of links) expect(stdout + stderr).not.toContain(link);
  const refreshed = await provider.customer.read(tested.id, tested.outputs);
  expect(refreshed.outputs["testAuthorizeUrl"]).toBe(links[1]);
  expect(refreshed.inputs).not.toHaveProperty("testAuthorizeUrl");
});
