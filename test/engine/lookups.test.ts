import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { startTenant, type TenantOptions, type TestTenant } from "../support/tenant.ts";

const connection = { variableScope: "customer", managedBy: "customer" } as const;

const holds = {
  customers: [
    { externalId: "globex", name: "Globex" },
    { externalId: "initech", name: "Initech" },
  ],
  connections: [
    {
      ...connection,
      stableKey: "slack-oauth",
      name: "Slack",
      component: "slack",
      connectionType: "oauth2",
    },
    {
      ...connection,
      stableKey: "slack-alerts",
      name: "Alerts",
      component: "slack",
      connectionType: "oauth2",
    },
    {
      stableKey: "openai-global",
      name: "OpenAI",
      component: "openai",
      variableScope: "org",
      managedBy: "org",
      status: "ACTIVE",
    },
    {
      stableKey: "slack-draft",
      name: "Draft",
      component: "slack",
      connectionType: "oauth2",
      variableScope: "org",
      managedBy: "system",
    },
  ],
} satisfies TenantOptions["holds"];

describe("Lookups in a program", () => {
  let us: TestTenant;
  let eu: TestTenant;
  let project: PulumiProject;

  beforeAll(async () => {
    [us, eu] = await Promise.all([
      startTenant({ holds }),
      startTenant({ holds: { customers: [{ externalId: "hooli", name: "Hooli" }] } }),
    ]);
    project = await createPulumiProject({
      config: { ...us.config, euUrl: eu.url, euTenantId: eu.id, connection: "slack-alerts" },
      secrets: { ...us.secrets, euToken: eu.refreshToken, hidden: "openai-global" },
    });
  });
  afterAll(() => Promise.all([us.dispose(), eu.dispose(), project.dispose()]).then(() => undefined));

  const outputs = async (program: string): Promise<Record<string, unknown>> => {
    await project.writeProgram(
      `import { Config, output, secret } from "@pulumi/pulumi";
       import * as prismatic from "pulumi-prismatic";
       const config = new Config();
       const failure = (lookup) => lookup.then(() => "found", (error) => error.message);
       ${program}`,
    );
    const { output } = await project.up();
    expect(output).not.toContain(us.refreshToken);
    expect(output).not.toContain(eu.refreshToken);
    return JSON.parse((await project.run(["stack", "output", "--json"])).stdout) as Record<string, unknown>;
  };

  it("find connections, components and customers, with one request for each kind", async () => {
    await us.clearRequests();
    const found = await outputs(`
      export const [slack, alerts, openai, component, other, globex, initech] = await Promise.all([
        prismatic.getConnection("slack-oauth"),
        prismatic.getConnection("slack-alerts"),
        prismatic.getConnection("openai-global"),
        prismatic.getComponent("slack"),
        prismatic.getComponent({ key: "openai", public: true }),
        prismatic.getCustomer("globex"),
        prismatic.getCustomer("initech"),
      ]);
      export const byId = await prismatic.getCustomer(globex.id);
      export const byOutput = prismatic.getConnectionOutput(output(config.require("connection")));
      export const componentByOutput = prismatic.getComponentOutput(output("stripe"));
      export const customerByOutput = prismatic.getCustomerOutput(output("globex"));
    `);
    const slack = await us.connection("slack-oauth");
    expect(found["slack"]).toEqual({
      id: slack.id,
      stableKey: "slack-oauth",
      name: "Slack",
      component: "slack",
      connectionType: "oauth2",
      kind: "CustomerConnection",
    });
    expect(found["openai"]).toMatchObject({ kind: "OrganizationGlobalConnection", status: "ACTIVE" });
    expect(found["component"]).toMatchObject({
      key: "slack",
      public: true,
      label: "Slack",
      versionNumber: expect.any(Number) as number,
      connectionTypes: expect.arrayContaining([
        { key: "oauth2", label: "OAuth 2.0", oauth2Type: "AUTHORIZATION_CODE" },
      ]) as unknown[],
    });
    expect(found["globex"]).toMatchObject({ externalId: "globex", name: "Globex" });
    expect(found["byId"]).toEqual(found["globex"]);
    expect(found["byOutput"]).toEqual(found["alerts"]);
    expect(found["componentByOutput"]).toMatchObject({ key: "stripe", public: true });
    expect(found["customerByOutput"]).toEqual(found["globex"]);
    const sent = (await us.requests()).map(({ operationName, path }) => operationName ?? path);
    expect(sent.toSorted()).toEqual([
      "/auth/refresh",
      "ListComponents",
      "ListConnections",
      "ListCustomers",
      "WhoAmI",
    ]);
  });

  it("find a component that has no connection types", async () => {
    const { id } = await outputs(`export const id = await prismatic.getComponent("csv");`);
    expect(id).toMatchObject({ key: "csv", connectionTypes: [] });
  });

  it("ask another tenant where they are told to, and its token makes nothing secret", async () => {
    await us.clearRequests();
    const { hooli, stripe, byOutput } = await outputs(`
      const tenant = new prismatic.Tenant("eu", {
        url: config.require("euUrl"),
        tenantId: config.require("euTenantId"),
        refreshToken: config.requireSecret("euToken"),
      });
      export const hooli = await prismatic.getCustomer("hooli", { tenant });
      export const stripe = await prismatic.getComponent("stripe", { tenant });
      export const byOutput = prismatic.getCustomerOutput(output("hooli"), { tenant });
    `);
    expect(hooli).toMatchObject({ externalId: "hooli", name: "Hooli" });
    expect(stripe).toMatchObject({ label: "Stripe" });
    expect(byOutput).toEqual(hooli);
    expect(await us.requests()).toEqual([]);
  });

  it("give a secret for a secret, and nothing in a preview for what is not known then", async () => {
    const { hidden } = await outputs(`
      export const hidden = prismatic.getConnectionOutput(config.requireSecret("hidden"));
    `);
    expect(hidden).toBe("[secret]");

    await project.writeProgram(`
      import { Config } from "@pulumi/pulumi";
      import * as prismatic from "pulumi-prismatic";
      const config = new Config();
      const made = new prismatic.CustomerConnection("todoist", {
        component: "todoist", stableKey: "todoist", name: "Todoist",
      });
      export const todoist = prismatic.getConnectionOutput(made.id);
      const tenant = new prismatic.Tenant("eu", {
        url: config.require("euUrl"),
        refreshToken: config.requireSecret("euToken"),
        organizationId: made.id,
      });
      export const customer = prismatic.getCustomerOutput("hooli", { tenant });
      export const reason = await prismatic.getCustomer("hooli", { tenant }).catch((error) => error.message);
    `);
    const { output } = await project.preview();
    expect(output).toMatch(/reason\s*: "An argument of the lookup's tenant is not known in a preview/);
    expect(output).toMatch(/todoist\s*: \[unknown\]|todoist\s*: output<string>/);
  });

  it("say what is there, and what to write, where there is nothing", async () => {
    const { typo, begun, unlike, draft, component, customer } = await outputs(`
      export const typo = await failure(prismatic.getConnection("slack-oath"));
      export const begun = await failure(prismatic.getConnection("openai-second"));
      export const unlike = await failure(prismatic.getConnection("warehouse"));
      export const draft = await failure(prismatic.getConnection("slack-draft"));
      export const component = await failure(prismatic.getComponent("slak"));
      export const customer = await failure(prismatic.getCustomer("globx"));
    `);
    const tenant = `Tenant ${us.id} at ${us.url}`;
    expect(typo).toBe(
      `${tenant} has no connection "slack-oath". Did you mean "slack-oauth"? Its connections of component slack: ` +
        "slack-oauth (CustomerConnection), slack-alerts (CustomerConnection). " +
        "To create it, declare a CustomerConnection with this stable key.",
    );
    expect(begun).toContain(
      "Its connections of component openai: openai-global (OrganizationGlobalConnection). " +
        "To create it, declare an OrganizationGlobalConnection",
    );
    expect(unlike).toBe(
      `${tenant} has no connection "warehouse". It has: slack-oauth, slack-alerts, openai-global. To create it, ` +
        "declare a CustomerConnection, an OrganizationCustomerConnection, an OrganizationGlobalConnection or a " +
        "UserConnection with this stable key.",
    );
    expect(draft).toContain("is a build-only connection");
    expect(component).toContain(`${tenant}: This tenant has no component "slak". Did you mean "slack"?`);
    expect(customer).toContain('no customer with the external id or id "globx". Did you mean "globex"?');
  });

  it("stop the program with their message, once and without a stack", async () => {
    await project.writeProgram(`
      import { output } from "@pulumi/pulumi";
      import { getConnectionOutput } from "pulumi-prismatic";
      export const slack = getConnectionOutput(output("slack-oath"));
    `);
    const { output } = await project.preview([], { expectFailure: true });
    expect(output.split('has no connection "slack-oath"')).toHaveLength(2);
    expect(output).not.toMatch(/^\s+at /m);
  });

  it("never show a token that the tenant refuses", async () => {
    await project.writeProgram(`
      import { getCustomer } from "pulumi-prismatic";
      export const globex = await getCustomer("globex");
    `);
    const wrong = "a-refresh-token-of-somebody-else";
    await project.setConfig("prismatic:refreshToken", wrong, { secret: true });
    const { output } = await project.preview([], { expectFailure: true });
    expect(output).toContain("refused the refresh token");
    // It does not know what the rest of the run has changed.
    expect(output).toContain("The lookup changed nothing.");
    expect(output).not.toContain(wrong);
  });
});
