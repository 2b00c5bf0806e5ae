import { afterAll, beforeAll, expect, it } from "vitest";
import { startProvider, type Provider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const SECRET = "canary-client-secret";

/** Stands for a fault of ours that nothing catches, in each of the two forms; it is asked for by a signal. */
const FAILING = `process.on("SIGUSR2", () => {
  const failing = () => new Error("Lost " + process.env.LOST);
  void Promise.reject(failing());
  setImmediate(() => { throw failing(); });
});`;

let tenant: TestTenant;
let provider: Provider;

beforeAll(async () => {
  tenant = await startTenant();
  const preload = `--import=data:text/javascript,${encodeURIComponent(FAILING)}`;
  provider = await startProvider(
    tenant,
    {},
    { NODE_OPTIONS: preload, LOST: `${SECRET} ${tenant.refreshToken}` },
  );
});
afterAll(async () => {
  await provider?.[Symbol.asyncDispose]();
  await tenant?.dispose();
});

it("An error of the provider's process that nothing catches is printed without the secrets of its resources", async () => {
  const { failures } = await provider.customer.check(
    {},
    {
      ...{ component: "slack", connectionType: "oauth2", stableKey: "slack", name: "Slack" },
      globalValues: { clientId: "4711" },
      globalSecrets: { clientSecret: SECRET, signingSecret: "4711" },
    },
  );
  expect(failures).toEqual([]);
  provider.customer.process.kill("SIGUSR2");
  const printed = () => provider.customer.stderr;
  await expect.poll(() => printed().match(/Error: Lost \[secret\] \[secret\]/g)?.length).toBe(2);
  expect(printed()).not.toContain(SECRET);
  expect(printed()).not.toContain(tenant.refreshToken);
  // The stack, which says what to report, is there.
  expect(printed()).toMatch(/\n\s+at /);
});
