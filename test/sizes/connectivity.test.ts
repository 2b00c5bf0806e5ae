import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { declare, declaringProgram, type Declared } from "../support/declaration.ts";
import { diagnosticErrors, resourceChanges } from "../support/engineEvents.ts";
import { createPulumiProject, type PulumiProject, type PulumiResult } from "../support/pulumi.ts";
import { isPromised, sized } from "../support/size.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

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

const COMMANDS = {
  preview: ["preview"],
  up: ["up", "--yes", "--skip-preview"],
  refresh: ["refresh", "--yes", "--skip-preview", "--run-program"],
  destroy: ["destroy", "--yes", "--skip-preview", "--run-program"],
};

type Command = keyof typeof COMMANDS;

const ALL = Object.keys(COMMANDS) as Command[];

type Cause = "a wrong token" | "a tenant that is down" | "an expired access token";

/**
 * Which commands are tried with each cause; all of them where numbers are promised. The other causes of a sample are
 * tried on the provider's process, in test/connectivity.test.ts and test/session.test.ts.
 */
const commands: Record<Cause, readonly Command[]> = sized({
  sample: {
    "a wrong token": ["up"],
    "a tenant that is down": [],
    "an expired access token": [],
  },
  promised: {
    "a wrong token": ALL,
    "a tenant that is down": ALL,
    "an expired access token": ALL,
  },
});

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

  const causes: { cause: Cause; arise: () => Promise<void>; mend: () => Promise<void>; says: RegExp }[] = [
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

  describe.each(causes.filter(({ cause }) => commands[cause].length > 0))(
    "$cause,",
    ({ cause, arise, mend, says }) => {
      beforeAll(async () => {
        await arise();
        await declare(project, named(`after ${cause}`));
      });

      it.each(commands[cause])("ends %s in one clear error", async (command) => {
        expectOneError(await project.run(COMMANDS[command], { events: true, expectFailure: true }), says);
      });

      it("is forgotten once it is mended", async () => {
        await mend();
        const { events } = await project.up([], { events: true });
        expect(resourceChanges(events)).toEqual({ same: 1, update: 2 });
        expect((await tenant.connection("slack")).key).toBe(`Slack after ${cause}`);
        if (commands[cause].includes("refresh"))
          await project.refresh(["--run-program", "--expect-no-changes"]);
      });
    },
  );

  it("is gone in the end: destroy leaves nothing", async () => {
    await project.destroy(["--run-program"]);
    expect(await tenant.stableKeys()).toEqual([]);
  });
});

if (isPromised) {
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
}

/**
 * The engine shows an error for every resource that it concerns, and in a refresh and a destroy twice. What to do is in one
 * of them, and the others refer to it.
 */
function expectOneError({ events, output }: PulumiResult, says: RegExp): void {
  const messages = new Set(
    diagnosticErrors(events)
      .map((message) => message.replace(/^(Preview failed: |.* has a problem: )/, ""))
      .filter((message) => message !== "update failed"),
  );
  const whole = [...messages].filter(
    (message) => !message.includes("The first message of this run about it"),
  );
  expect(whole).toEqual([expect.stringMatching(says)]);
  // No stack trace.
  expect(output).not.toMatch(/^ +at .*:\d+:\d+/m);
}
