import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contentsOf } from "./support/contents.ts";
import { checkAndCreate, startProvider, type Created, type Provider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const slack = {
  component: "slack",
  connectionType: "oauth2",
  stableKey: "slack",
  name: "Slack",
  globalValues: { clientId: "4711" },
  globalSecrets: { clientSecret: "hush", signingSecret: "hush" },
};

describe("An update of a connection", () => {
  let tenant: TestTenant;
  let provider: Provider;
  let created: Created;

  beforeAll(async () => {
    tenant = await startTenant();
    provider = await startProvider(tenant);
    created = await checkAndCreate(provider.customer, slack);
  });
  afterAll(async () => {
    await provider?.[Symbol.asyncDispose]();
    await tenant?.dispose();
  });

  it.each([
    { what: "a new name", change: { name: "Slack 2" }, sent: ["id", "key"] },
    { what: "a description", change: { description: "Chat" }, sent: ["id", "description"] },
    { what: "the flag", change: { embeddedWorkflows: true }, sent: ["id", "defaultForComponent"] },
    {
      what: "where to land after authorizing",
      change: { oauthRedirect: { success: "https://app.example/" } },
      sent: ["id", "oAuthRedirectConfig"],
    },
  ])("with $what carries that and nothing else, no input either", async ({ change, sent }) => {
    const { inputs } = await provider.customer.check(created.inputs, { ...created.inputs, ...change });
    await tenant.clearRequests();
    const outputs = await provider.customer.update(created.id, created.outputs, inputs);
    expect((await tenant.mutations()).map(({ input }) => Object.keys(input))).toEqual([sent]);
    created = { ...created, inputs, outputs };
  });

  it("leaves alone what nobody declared and somebody wrote in the web app", async () => {
    const args = { component: "acme", stableKey: "acme", name: "Acme" };
    const { id, inputs, outputs } = await checkAndCreate(provider.supplied, args);
    await tenant.change("acme", { description: "Not ours" });
    await using next = await startProvider(tenant);
    const read = await next.supplied.read(id, outputs);
    expect((await next.supplied.diff(id, read.outputs, inputs)).changes).toBe(false);
    const { inputs: news } = await next.supplied.check(inputs, { ...args, name: "Acme 2" });
    await next.supplied.update(id, read.outputs, news);
    expect((await contentsOf(tenant)).connections["acme"]).toMatchObject({
      name: "Acme 2",
      description: "Not ours",
    });
  });
});
