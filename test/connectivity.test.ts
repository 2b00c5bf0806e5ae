import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { declare, declaringProgram, type Declared } from "./support/declaration.ts";
import { diagnosticErrors, resourceChanges } from "./support/engineEvents.ts";
import { startProvider } from "./support/provider.ts";
import { createPulumiProject, type PulumiProject, type PulumiResult } from "./support/pulumi.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

/** Two connections, so that one cause could be reported in two ways. */
const named = (title: string): Declared[] => [
  {
    type: "CustomerConnection",
    name: "slack",
    args: { component: "slack", connectionType: "oauth2", stableKey: "slack", name: `Slack ${title}` },
  },
  {
    type: "OrganizationCustomerConnection",
    name: "postgres",
    args: { component: "postgres", stableKey: "postgres", name: `Postgres ${title}` },
  },
];

describe("What keeps the provider from its tenant", () => {
  let tenant: TestTenant;
  let project: PulumiProject;

  beforeAll(async () => {
    tenant = await startTenant();
    const { config, secrets } = tenant;
    project = await createPulumiProject({ program: declaringProgram, config, secrets });
    await declare(project, named("at first"));
    await project.up();
  });
  afterAll(async () => {
    await project?.dispose();
    await tenant?.dispose();
  });

  const setToken = (name: "refreshToken" | "accessToken", value: string) =>
    project.setConfig(`prismatic:${name}`, value, { secret: true });

  const causes = [
    {
      cause: "a wrong token",
      arise: () => setToken("refreshToken", "wrong-token"),
      mend: () => setToken("refreshToken", tenant.refreshToken),
      says: /refused the refresh token.*HTTP 401.*pulumi config set --secret prismatic:refreshToken/s,
    },
    {
      cause: "a tenant that is down",
      arise: () => tenant.stop(),
      mend: () => tenant.start(),
      says: /could not be reached \(ECONNREFUSED\).*Nothing was changed.*run the command again/s,
    },
    {
      cause: "an expired access token",
      arise: async () => {
        await project.run(["config", "rm", "prismatic:refreshToken"]);
        await setToken("accessToken", await tenant.newAccessToken());
        await tenant.expireTokens();
      },
      mend: async () => setToken("accessToken", await tenant.newAccessToken()),
      says: /refused the access token: it is wrong or has expired.*pulumi config set --secret/s,
    },
  ];

  describe.each(causes)("$cause,", ({ cause, arise, mend, says }) => {
    beforeAll(async () => {
      await arise();
      await declare(project, named(`after ${cause}`));
    });

    it.each([
      ["preview", ["preview"]],
      ["up", ["up", "--yes", "--skip-preview"]],
      ["refresh", ["refresh", "--yes", "--skip-preview", "--run-program"]],
      ["destroy", ["destroy", "--yes", "--skip-preview", "--run-program"]],
    ])("ends %s in one clear error", async (_verb, args) => {
      expectOneError(await project.run(args, { events: true, expectFailure: true }), says);
    });

    it("is forgotten once it is mended", async () => {
      await mend();
      const { events } = await project.run(["up", "--yes"], { events: true });
      expect(resourceChanges(events)).toEqual({ same: 1, update: 2 });
      expect((await tenant.connection("slack")).key).toBe(`Slack after ${cause}`);
      await project.refresh(["--run-program", "--expect-no-changes"]);
    });
  });

  it("is gone in the end: destroy leaves nothing", async () => {
    await project.destroy(["--run-program"]);
    expect(await tenant.stableKeys()).toEqual([]);
  });
});

/** The engine repeats an error for every resource that it concerns, in a refresh and a destroy; that is not ours. */
function expectOneError({ events, output }: PulumiResult, says: RegExp): void {
  const messages = new Set(
    diagnosticErrors(events)
      .map((message) => message.replace(/^(Preview failed: |.* has a problem: )/, ""))
      .filter((message) => message !== "update failed"),
  );
  expect([...messages]).toEqual([expect.stringMatching(says)]);
  // No stack trace.
  expect(output).not.toMatch(/^ +at .*:\d+:\d+/m);
}

describe("An expired access token beside a refresh token", () => {
  it("is renewed without a word", async () => {
    await using tenant = await startTenant();
    const accessToken = await tenant.newAccessToken();
    await tenant.expireTokens();
    await using project = await createPulumiProject({
      program: declaringProgram,
      config: tenant.config,
      secrets: { ...tenant.secrets, "prismatic:accessToken": accessToken },
    });
    await declare(project, named("at first"));
    const { events, stderr } = await project.up([], { events: true });
    expect(diagnosticErrors(events)).toEqual([]);
    expect(stderr).toBe("");
    expect(await tenant.stableKeys()).toEqual(["postgres", "slack"]);
  });
});

describe("Before it reads or writes anything, the provider refuses", () => {
  let tenant: TestTenant;
  const args = { component: "slack", connectionType: "oauth2", stableKey: "slack", name: "Slack" };

  beforeAll(async () => void (tenant = await startTenant({ otherTenants: ["Second tenant"] })));
  beforeEach(() => tenant.clearRequests());
  afterAll(() => tenant?.dispose());

  async function refusal(config: Record<string, string | undefined>): Promise<string> {
    await using provider = await startProvider(tenant, config);
    const { failures } = await provider.customer.check({}, args);
    expect(failures).toHaveLength(1);
    const created: unknown = await provider.customer.create(args).catch((error: unknown) => error);
    expect(created).toMatchObject({ message: failures[0]?.reason });
    return failures[0]?.reason ?? "";
  }

  const asked = async () => [
    ...new Set((await tenant.requests()).map(({ path, operationName }) => operationName ?? path)),
  ];

  it("a tenant that the refresh token does not reach", async () => {
    const elsewhere = randomUUID();
    const reason = await refusal({ "prismatic:tenantId": elsewhere });
    expect(reason).toContain(`refused the refresh token for tenant ${elsewhere}`);
    expect(await asked()).toEqual(["/auth/refresh"]);
  });

  it("an access token of another tenant", async () => {
    const elsewhere = randomUUID();
    const accessToken = await tenant.newAccessToken();
    await tenant.clearRequests();
    const reason = await refusal({
      "prismatic:tenantId": elsewhere,
      "prismatic:refreshToken": undefined,
      "prismatic:accessToken": accessToken,
    });
    expect(reason).toContain(`prismatic:tenantId is ${elsewhere}, the token's is ${tenant.id}`);
    expect(await asked()).toEqual(["WhoAmI"]);
  });

  it("another organization", async () => {
    const reason = await refusal({ "prismatic:organizationId": "somebody-else" });
    expect(reason).toMatch(/prismatic:organizationId is somebody-else, the token's is /);
    expect(await asked()).toEqual(["/auth/refresh", "WhoAmI"]);
  });

  it("a token that reaches several tenants where none is chosen", async () => {
    const reason = await refusal({ "prismatic:tenantId": undefined });
    expect(reason).toContain("reaches 2 tenants");
    expect(reason).toContain("pulumi config set prismatic:tenantId");
    expect(reason).toContain(`${tenant.id} (Test tenant)`);
    expect(await asked()).toEqual(["/auth/refresh", "ListReachableTenants"]);
  });
});
