import { afterAll, beforeAll, expect, it } from "vitest";
import { startForwardProxy, type ForwardProxy } from "../support/forwardProxy.ts";
import { useGuide } from "../support/guide.ts";
import { GuideReader } from "../support/guideReader.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const guide = useGuide("docs/guides/closed-networks.md");
const program = `import { CustomerConnection } from "pulumi-prismatic";
new CustomerConnection("slack", { component: "slack", connectionType: "oauth2", stableKey: "slack", name: "Slack" });
`;
let tenant: TestTenant;
let proxy: ForwardProxy;
let host: string;
let reader: GuideReader;

beforeAll(async () => {
  tenant = await startTenant();
  proxy = await startForwardProxy();
  // By its name it goes through the proxy, past which 127.0.0.1 goes.
  host = new URL(await tenant.encryptedUrl()).host.replace("127.0.0.1", "localhost");
  reader = await GuideReader.start({
    stands: {
      "http://proxy.acme.example:3128": `http://${proxy.host}`,
      "/etc/ssl/acme-ca.pem": tenant.caPath,
    },
    answers: { "prismatic:refreshToken": tenant.refreshToken },
    env: { NO_PROXY: "", no_proxy: "" },
  });
  await reader.project("acme-connections", program);
});
afterAll(async () => {
  await reader?.[Symbol.asyncDispose]();
  await proxy?.[Symbol.asyncDispose]();
  await tenant?.dispose();
});

it("keeps Pulumi to the network, and installs without scripts", async () => {
  const heading = "2. Keep Pulumi to your network";
  await reader.type(guide.take("sh", heading));
  await reader.type(guide.take("sh", heading));
  await reader.type(`pulumi stack init us
    pulumi config set prismatic:url https://${host}
    pulumi config set --secret prismatic:refreshToken`);
});

it("reaches the tenant through the proxy, and nothing else", async () => {
  const heading = "3. Behind a proxy";
  await reader.type(guide.take("sh", heading));
  const refused = await reader.type("pulumi preview", { exitCode: 1 });
  expect(refused.output).toMatch(/certificate/);
  await reader.type(guide.take("sh", heading));
  await reader.type(guide.take("sh", "4. Try it"));
  await reader.type("pulumi up");
  expect(await tenant.stableKeys()).toEqual(["slack"]);
  expect(new Set(proxy.requests)).toEqual(new Set([`CONNECT ${host}`]));
});
