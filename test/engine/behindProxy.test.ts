import { expect, it } from "vitest";
import { startForwardProxy } from "../support/forwardProxy.ts";
import { createPulumiProject } from "../support/pulumi.ts";
import { startTenant } from "../support/tenant.ts";

it("Behind a proxy, Pulumi's own connections stay on this machine as docs/configuration.md says, and the provider's do not", async () => {
  await using tenant = await startTenant();
  await using proxy = await startForwardProxy();
  const host = new URL(await tenant.encryptedUrl()).host.replace("127.0.0.1", "localhost");
  await using project = await createPulumiProject({
    program: `import { CustomerConnection } from "pulumi-prismatic";
      new CustomerConnection("slack", { component: "slack", connectionType: "oauth2", stableKey: "slack", name: "Slack" });`,
    config: { ...tenant.config, "prismatic:url": `https://${host}` },
    secrets: tenant.secrets,
    env: {
      https_proxy: `http://${proxy.host}`,
      http_proxy: `http://${proxy.host}`,
      no_proxy: "127.0.0.1",
      NO_PROXY: "",
      NODE_EXTRA_CA_CERTS: tenant.caPath,
    },
  });
  await project.up();
  expect(await tenant.stableKeys()).toEqual(["slack"]);
  expect(new Set(proxy.requests)).toEqual(new Set([`CONNECT ${host}`]));
});
