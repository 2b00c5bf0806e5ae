import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resourceChanges } from "../support/engineEvents.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { namesOf, textOf } from "../support/steps.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

// The tokens are plain strings here: that they become secrets is the resource's own doing.
const program = `
  import { readFileSync } from "node:fs";
  import { CustomerConnection, Tenant } from "pulumi-prismatic";

  const tenants = JSON.parse(readFileSync("tenants.json", "utf8"));
  for (const [region, args] of Object.entries(tenants)) {
    const tenant = new Tenant(region, args);
    const connection = { component: "todoist", stableKey: "todoist", name: "Todoist " + region };
    new CustomerConnection("todoist-" + region, connection, { provider: tenant });
  }
`;

describe("A program with a tenant of its own in each of two regions", () => {
  let us: TestTenant;
  let eu: TestTenant;
  let elsewhere: TestTenant;
  let project: PulumiProject;
  const printed: string[] = [];
  let usAccessToken: string;

  beforeAll(async () => {
    [us, eu, elsewhere] = await Promise.all([startTenant(), startTenant(), startTenant()]);
    usAccessToken = await us.newAccessToken();
    project = await createPulumiProject({
      program,
      // Both the stack and the environment name a third tenant, completely and in agreement.
      config: elsewhere.config,
      secrets: elsewhere.secrets,
      env: {
        PRISMATIC_URL: elsewhere.url,
        PRISMATIC_TENANT_ID: elsewhere.id,
        PRISM_REFRESH_TOKEN: elsewhere.refreshToken,
      },
    });
    await declareTenants({ us: { refreshToken: us.refreshToken }, eu: { refreshToken: eu.refreshToken } });
  });
  afterAll(() =>
    Promise.all([us.dispose(), eu.dispose(), elsewhere.dispose(), project.dispose()]).then(() => undefined),
  );

  const declareTenants = (args: { us: object; eu: object }) =>
    project.writeFile(
      "tenants.json",
      JSON.stringify({
        us: { url: us.url, tenantId: us.id, requestsPerSecond: 50, ...args.us },
        eu: { url: eu.url, tenantId: eu.id, adoptExisting: true, ...args.eu },
      }),
    );

  it("creates the same stable key in both", async () => {
    const { output, events } = await project.run(["up", "--yes", "--diff"], { events: true });
    printed.push(output, textOf(events));
    expect(resourceChanges(events)).toEqual({ create: 5 });
    expect((await us.connection("todoist")).key).toBe("Todoist us");
    expect((await eu.connection("todoist")).key).toBe("Todoist eu");
  });

  it("sends each tenant's token to that tenant alone, and nothing to the one of the stack and environment", async () => {
    for (const tenant of [us, eu]) {
      const requests = await tenant.requests();
      expect(requests.filter(({ path }) => path === "/auth/refresh").length).toBeGreaterThan(0);
      // Another tenant's token is refused, and then the request belongs to no tenant. So do exchanges of tokens.
      for (const { path, status, tenantId } of requests) {
        const expected = path === "/auth/refresh" ? null : tenant.id;
        expect({ path, status, tenantId }).toEqual({ path, status: 200, tenantId: expected });
      }
    }
    expect(await elsewhere.requests()).toEqual([]);
  });

  it("has nothing to do the second time, and finds no drift", async () => {
    const again = ["up", "--yes", "--skip-preview", "--diff", "--refresh", "--expect-no-changes"];
    const { events, output } = await project.run(again, { events: true });
    printed.push(output, textOf(events));
    expect(await elsewhere.requests()).toEqual([]);
  });

  it("takes a new token as an update of the tenant that touches no resource", async () => {
    await us.clearRequests();
    await declareTenants({ us: { accessToken: usAccessToken }, eu: { refreshToken: eu.refreshToken } });
    const { output, events } = await project.run(["up", "--yes", "--diff"], { events: true });
    printed.push(output, textOf(events));
    expect(new Set(namesOf(events, "update"))).toEqual(new Set(["us"]));
    expect(resourceChanges(events)).toEqual({ update: 1, same: 4 });
    expect(output).not.toContain("warning");

    await project.refresh(["--expect-no-changes"]);
    const requests = await us.requests();
    expect(requests.length).toBeGreaterThan(0);
    expect(requests.map(({ path }) => path)).not.toContain("/auth/refresh");
  });

  it("says which tenant refuses a wrong token, and leaves the other alone", async () => {
    await declareTenants({
      us: { accessToken: eu.refreshToken },
      eu: { refreshToken: eu.refreshToken },
    });
    const { output } = await project.up(["--refresh", "--run-program"], { expectFailure: true });
    printed.push(output);
    expect(output).toContain(us.url);
    expect(output).toContain("refused the access token");
    expect(output).toContain("Nothing was changed in this tenant.");
    await declareTenants({ us: { accessToken: usAccessToken }, eu: { refreshToken: eu.refreshToken } });
    await project.up();
  });

  it("destroys in both", async () => {
    const { events, output } = await project.destroy([], { events: true });
    printed.push(output, textOf(events));
    expect(resourceChanges(events)).toEqual({ delete: 5 });
    expect(await us.stableKeys()).toEqual([]);
    expect(await eu.stableKeys()).toEqual([]);
    expect(await elsewhere.requests()).toEqual([]);
  });

  it("has kept every token out of the output and, unencrypted, out of the state", async () => {
    const everything = printed.join("\n") + (await project.stateFilesText());
    expect(everything).toContain("prismatic:explicit");
    for (const token of [us.refreshToken, usAccessToken, eu.refreshToken]) {
      expect(everything).not.toContain(token);
    }
  });
});

it("refuses a tenant without a token before anything is planned", async () => {
  await using project = await createPulumiProject({
    program: `
      import { Tenant } from "pulumi-prismatic";
      new Tenant("eu", { url: "https://app.eu-west-1.prismatic.io" });
    `,
  });
  const { output } = await project.preview([], { expectFailure: true });
  expect(output).toContain('Tenant "eu" has no token. Give it refreshToken');
});
