import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { entry, judge, policyProject, prelude, registryOf } from "../support/policies.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const containing = (text: string) => expect.stringContaining(text) as unknown;

let tenant: TestTenant;

beforeAll(async () => {
  tenant = await startTenant();
});
afterAll(() => tenant.dispose());

describe("Values that a preview does not know", () => {
  it("raise no alarm, and are checked in the update", async () => {
    await using project = await policyProject(tenant, {
      program: `${prelude}
        const late = new Late("late", { key: "Late_Key" });
        new prismatic.CustomerConnection("slack", {
          component: "slack", connectionType: "oauth2", stableKey: late.key, name: "Slack",
          redeployInstances: "never", globalValues: late.key.apply((key) => ({ clientId: key })), globalSecrets: { clientSecret: "hush" },
        });
        new Integration("sync", { definition: "name: Sync", connections: { Slack: late.key } });
      `,
      registry: registryOf({ "late-key": entry("CustomerConnection", "slack") }),
    });
    const preview = await judge(project);
    expect(preview.found).toEqual([]);
    expect(preview.result.output).not.toContain("can't run");
    const update = await judge(
      project,
      {},
      { command: ["up", "--yes", "--skip-preview"], expectFailure: true },
    );
    expect(update.found.map(({ policy }) => policy)).toContain("stable-key-format");
    expect(update.found[0]?.message).toContain('"late-key"');
  });
});

describe("Two tenants in one stack", () => {
  it("may carry the same stable key, and one tenant may not", async () => {
    const other = await startTenant();
    const explicit = (name: string, { url, id }: TestTenant) => `
      const ${name} = new prismatic.Tenant("${name}", {
        url: "${url}", tenantId: "${id}", refreshToken: config.requireSecret("${name}Token"),
      });
    `;
    const declare = (name: string, provider: string) => `
      new prismatic.CustomerConnection("${name}", {
        component: "slack", connectionType: "oauth2", stableKey: "slack-oauth", name: "Slack",
      }, { provider: ${provider} });
    `;
    try {
      await using project = await policyProject(tenant, {
        program: `${prelude}
          ${explicit("us", tenant)} ${explicit("eu", other)} ${explicit("usAgain", tenant)}
          ${declare("slack-us", "us")} ${declare("slack-eu", "eu")} ${declare("slack-again", "usAgain")}
        `,
        registry: registryOf({ "slack-oauth": entry("CustomerConnection", "slack") }),
        secrets: {
          "test-project:usToken": tenant.refreshToken,
          "test-project:euToken": other.refreshToken,
          "test-project:usAgainToken": tenant.refreshToken,
        },
      });
      const { found, result } = await judge(
        project,
        { "tenant-pinned": { tenants: { "us/eu": tenant.id } } },
        { expectFailure: true },
      );
      const told = found.map(({ policy, resource }) => `${policy} ${resource}`).toSorted();
      expect(told).toHaveLength(2);
      expect(told[0]).toMatch(/^stable-key-unique slack-(us|again)$/);
      expect(told[1]).toBe("tenant-pinned slack-eu");
      expect(result.output).not.toContain(other.refreshToken);
    } finally {
      await other.dispose();
    }
  });
});

describe("What may be mended", () => {
  it("is a missing description; and a run with --target gets advice about keys that it leaves out", async () => {
    const program = `${prelude}
      const slack = { component: "slack", connectionType: "oauth2" };
      new prismatic.CustomerConnection("mended", { ...slack, stableKey: "mended", name: "M" });
      new prismatic.CustomerConnection("own", { ...slack, stableKey: "own", name: "O", description: "Mine" });
    `;
    const described = { ...entry("CustomerConnection", "slack"), description: "From the registry" };
    await using project = await policyProject(tenant, {
      program,
      registry: registryOf({ mended: described, own: described }),
    });
    const remediate = { "stable-key-registry": { enforcementLevel: "remediate" } };
    const up = await judge(project, remediate, { command: ["up", "--yes", "--skip-preview"] });
    expect(up.found).toEqual([]);
    expect((await tenant.connection("mended")).description).toBe("From the registry");
    expect((await tenant.connection("own")).description).toBe("Mine");

    await project.writeProgram(
      `${program} new prismatic.CustomerConnection("new", { ...slack, stableKey: "fresh", name: "N" });`,
    );
    await project.writeFile(
      "stable-keys.json",
      JSON.stringify(registryOf({ mended: described, own: described, fresh: described })),
    );
    const { found, result } = await judge(project, {}, { command: ["preview", "--target", "**own"] });
    expect(found).toEqual([
      {
        policy: "stable-keys-complete",
        level: "advisory",
        resource: "test-project-us",
        message: containing("lacks 1 of 3 registered stable keys: fresh"),
      },
    ]);
    expect(result.output).toContain("4 unchanged");
  });
});
