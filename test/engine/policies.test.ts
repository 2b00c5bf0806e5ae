import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../tools/setup/paths.mjs";
import { entry, judge, policyProject, prelude, registryOf, withoutRegistry } from "../support/policies.ts";
import type { PulumiProject } from "../support/pulumi.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const containing = (text: string) => expect.stringContaining(text) as unknown;

let tenant: TestTenant;

beforeAll(async () => {
  tenant = await startTenant();
});
afterAll(() => tenant.dispose());

describe("The command line of the policies", () => {
  let demoTenant: TestTenant;
  let project: PulumiProject;

  beforeAll(async () => {
    demoTenant = await startTenant();
    const demo = JSON.parse(await readFile(join(root, "examples/connections/demo-config.json"), "utf8")) as {
      plain: Record<string, string>;
      secret: Record<string, string>;
    };
    const named = (values: Record<string, string>) =>
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [`prismatic-connections:${name}`, value]),
      );
    project = await policyProject(demoTenant, {
      program: await readFile(join(root, "examples/connections/index.ts"), "utf8"),
      projectName: "prismatic-connections",
      config: named(demo.plain),
      secrets: named(demo.secret),
    });
    await project.up();
  });
  afterAll(async () => {
    await project.dispose();
    await demoTenant.dispose();
  });

  it("finds the example's registry again in its stack, and literal types for code-native integrations", async () => {
    const command = join(root, "policies/dist/main.js");
    const registry = join(project.folder, "keys.json");
    const integration = join(project.folder, "cni");
    await project.writeFile(
      "cni/src/index.ts",
      `import { customerActivatedConnection } from "@prismatic-io/spectral";
       export const slack = customerActivatedConnection({ stableKey: "slack-oauht" });`,
    );
    const run = promisify(execFile)(
      process.execPath,
      [command, "registry", "--stack", "us", "--out", registry, "--check-source", integration],
      { cwd: project.folder, env: project.environment() },
    );
    const failure = (await run.catch((error: unknown) => error)) as { code: number; stdout: string };
    expect(failure.code).toBe(1);
    expect(failure.stdout).toContain(
      'index.ts:2: the stable key "slack-oauht" is not registered. Type "slack-oauth".',
    );
    const written = JSON.parse(await readFile(registry, "utf8")) as { stableKeys: Record<string, object> };
    expect(written.stableKeys).toMatchObject({
      "slack-oauth": { kind: "CustomerConnection", component: "slack", connectionType: "oauth2" },
      "openai-global": { kind: "OrganizationGlobalConnection", globalCredentials: "pending" },
    });
    expect(Object.keys(written.stableKeys)).toHaveLength(4);
    expect(await readFile(join(project.folder, "keys.ts"), "utf8")).toContain('"slack-oauth": "slack-oauth"');
  });
});

describe("The registry of a stack that holds a stable key encrypted", () => {
  it("stays as it is, and the command names the connection and what to type", async () => {
    await using project = await policyProject(tenant, {
      program: `${prelude}
        new pulumi.CustomResource("pulumi-nodejs:dynamic/prismatic:CustomerConnection", "slack", {
          stableKey: pulumi.secret("slack-canary"), component: "slack", connectionType: "oauth2",
          given: "slack", __provider: handler,
        });
      `,
      registry: registryOf({ "slack-canary": entry("CustomerConnection", "slack", "oauth2") }),
    });
    await project.up();
    const registry = join(project.folder, "stable-keys.json");
    const before = await readFile(registry, "utf8");
    const run = promisify(execFile)(
      process.execPath,
      [join(root, "policies/dist/main.js"), "registry", "--stack", "us", "--out", registry],
      { cwd: project.folder, env: project.environment() },
    );
    const failure = (await run.catch((error: unknown) => error)) as { code: number; stderr: string };
    expect(failure.code).toBe(1);
    expect(failure.stderr).toContain('CustomerConnection "slack": its stableKey is a secret');
    expect(failure.stderr).toContain("stableKey: pulumi.unsecret(...)");
    expect(failure.stderr).not.toContain("canary");
    expect(await readFile(registry, "utf8")).toBe(before);
    expect(existsSync(join(project.folder, "stable-keys.ts"))).toBe(false);
  });
});

describe("Two stacks that ought to be the same", () => {
  const registry = registryOf({
    "slack-oauth": entry("CustomerConnection", "slack", "oauth2"),
    "crm-login": entry("CustomerConnection", "dropbox"),
  });
  const program = (slackKey: string, crmClass: string) => `${prelude}
    new prismatic.CustomerConnection("slack", {
      component: "slack", connectionType: "oauth2", stableKey: "${slackKey}", name: "Slack",
    });
    new prismatic.${crmClass}("crm", {
      component: "dropbox", stableKey: "crm-login", name: "CRM",
      globalValues: { clientId: "4711" }, globalSecrets: { clientSecret: "a-canary-secret" },
      redeployInstances: "never",
    });
  `;
  const silent = { "test-credentials-present": "disabled", "global-credentials-approved": "disabled" };
  let us: PulumiProject;
  let eu: PulumiProject;

  beforeAll(async () => {
    us = await policyProject(tenant, { program: program("slack-oauth", "CustomerConnection"), registry });
    eu = await policyProject(tenant, {
      program: program("slack-oauht", "OrganizationGlobalConnection"),
      registry,
      stackName: "eu",
    });
  });
  afterAll(async () => {
    await us.dispose();
    await eu.dispose();
  });

  it("differ unnoticed without the registry", async () => {
    expect((await judge(eu, { ...silent, ...withoutRegistry })).found).toEqual([]);
  });

  it("differ by one character: the registry refuses the wrong one and suggests the right name", async () => {
    expect((await judge(us, silent)).found).toEqual([]);
    const { found, result } = await judge(eu, silent, { expectFailure: true });
    expect(found).toContainEqual({
      policy: "stable-key-registry",
      level: "mandatory",
      resource: "slack",
      message: containing('"slack-oauht" is not registered. Did you mean stableKey: "slack-oauth"?'),
    });
    // A connection that is a customer's in one tenant and global in the other.
    expect(found).toContainEqual({
      policy: "stable-key-registry",
      level: "mandatory",
      resource: "crm",
      message: containing(
        '"crm-login" is registered as CustomerConnection and declared as OrganizationGlobalConnection. Type new CustomerConnection(...)',
      ),
    });
    expect(found).toContainEqual({
      policy: "stable-keys-complete",
      level: "mandatory",
      resource: "test-project-eu",
      message: containing("lacks 1 of 2 registered stable keys: slack-oauth"),
    });
    expect(result.output).not.toContain("canary");
  });
});

describe("A production program", () => {
  const registry = registryOf({
    "slack-oauth": { ...entry("CustomerConnection", "slack", "oauth2"), embedded: true },
    "openai-global": { ...entry("OrganizationGlobalConnection", "openai"), globalCredentials: "approved" },
    "salesforce-oauth": { ...entry("CustomerConnection", "salesforce"), stacks: ["never"] },
    "built-here": entry("BuildOnly"),
  });

  const wrong = `${prelude}
    const slack = (name, args) => new prismatic.CustomerConnection(name, {
      component: "slack", connectionType: "oauth2", name, redeployInstances: "never", ...args,
    }, { protect: true });
    slack("formless", { stableKey: "Slack_OAuth" });
    slack("first", { stableKey: "slack-twin", embeddedWorkflows: true });
    slack("other-default", { stableKey: "slack-other", embeddedWorkflows: true });
    const globalSecrets = { clientSecret: "canary" };
    slack("plain", { stableKey: "slack-plain", globalValues: { clientId: "xoxb-canary-1234567890" }, globalSecrets });
    slack("insecure", { stableKey: "slack-insecure", oauthRedirect: { success: "http://app.example/?canary" } });
    new prismatic.CustomerConnection("undecided", {
      component: "slack", connectionType: "oauth2", stableKey: "slack-undecided", name: "Slack",
      globalValues: { clientId: "1" }, globalSecrets,
    });
    new prismatic.OrganizationGlobalConnection("global", {
      component: "openai", stableKey: "openai-own", name: "OpenAI",
      globalSecrets: { apiKey: "sk-canary" }, redeployInstances: "never",
    }, { protect: true });
    new Integration("sync", { definition: "name: Sync", connections: { Slack: "slack-twinn", Build: "built-here" } });
  `;

  const right = `${prelude}
    const slack = new prismatic.CustomerConnection("slack", {
      component: "slack", connectionType: "oauth2", stableKey: "slack-oauth", name: "Slack",
      globalValues: { clientId: "4711" }, globalSecrets: { clientSecret: "canary", signingSecret: "canary" },
      oauthRedirect: { success: "https://app.example/" }, embeddedWorkflows: true, redeployInstances: "onChange",
    }, { protect: true });
    new prismatic.OrganizationGlobalConnection("global", {
      component: "openai", stableKey: "openai-global", name: "OpenAI", globalSecrets: { apiKey: "sk-canary" },
      testCredentials: { secrets: { apiKey: "sk-canary-test" } }, redeployInstances: "never",
    }, { protect: true });
    new Integration("sync", { definition: "name: Sync", connections: { Slack: "slack-oauth" } });
  `;

  let project: PulumiProject;
  beforeAll(async () => {
    project = await policyProject(tenant, { program: wrong, registry, stackName: "prod", pinned: false });
  });
  afterAll(() => project.dispose());

  it("with everything wrong breaks every policy that the provider does not forestall, and no message shows a value", async () => {
    const { found, result } = await judge(project, {}, { expectFailure: true });
    const broken = (policy: string) => found.filter((violation) => violation.policy === policy);
    const resources = (policy: string) => broken(policy).map(({ resource }) => resource);
    expect(resources("stable-key-format")).toEqual(["formless"]);
    expect(broken("stable-key-format")[0]?.message).toContain('Type stableKey: "slack-oauth"');
    expect(resources("stable-key-registry")).toContain("plain");
    expect(broken("stable-keys-complete")[0]?.message).toContain("slack-oauth (CustomerConnection)");
    expect(broken("stable-keys-complete")[0]?.message).not.toMatch(/salesforce|built-here/);
    expect(resources("integration-connections-known")).toEqual(["sync"]);
    expect(broken("integration-connections-known")[0]?.message).toContain('Type "slack-twin"');
    expect(resources("no-plain-secrets")).toEqual(["plain"]);
    expect(broken("no-plain-secrets")[0]?.message).toContain("Move it to globalSecrets.clientId");
    expect(resources("https-urls")).toEqual(["insecure"]);
    expect(broken("https-urls")[0]?.message).toContain("Type https://app.example");
    expect(resources("embedded-allowlist").toSorted()).toEqual(["first", "other-default"]);
    expect(resources("one-default-per-component")).toHaveLength(1);
    expect(resources("test-credentials-present")).toEqual(["global"]);
    expect(resources("global-credentials-approved")).toEqual(["global"]);
    expect(resources("redeploy-decided")).toEqual(["undecided"]);
    expect(resources("tenant-pinned")).toContain("global");
    expect(resources("no-build-only")).toEqual(["sync"]);
    expect(resources("production-protected")).toEqual(["undecided"]);
    const advisory = found.filter(({ level }) => level === "advisory").map(({ policy }) => policy);
    expect(new Set(advisory)).toEqual(new Set(["test-credentials-present", "redeploy-decided"]));
    expect(JSON.stringify(found)).not.toContain("canary");
    expect(JSON.stringify(found)).not.toContain(tenant.refreshToken);
    expect(result.exitCode).not.toBe(0);
  });

  it("has its levels and parameters changed by --policy-pack-config", async () => {
    const { found } = await judge(project, {
      all: "disabled",
      "stable-key-format": { enforcementLevel: "advisory", pattern: "^[a-z-]+$", maximumLength: 12 },
      "no-plain-secrets": { enforcementLevel: "advisory", allow: ["clientId"] },
      "production-protected": { enforcementLevel: "advisory", stacks: ["live"] },
    });
    expect(found.map(({ policy, resource, level }) => `${level} ${policy} ${resource}`).toSorted()).toEqual(
      [
        "advisory stable-key-format formless",
        "advisory stable-key-format insecure",
        "advisory stable-key-format undecided",
      ].toSorted(),
    );
  });

  it("is refused a configuration that is wrong, with the property's name", async () => {
    const refusal = async (configuration: Record<string, unknown>) =>
      (await judge(project, configuration, { expectFailure: true })).result.output;
    expect(await refusal({ "stable-key-format": { maximumLength: "long" } })).toMatch(/maximumLength/);
    expect(await refusal({ "stable-key-format": { pattern: "(" } })).toContain(
      "The configuration of stable-key-format is wrong: pattern: must be a regular expression",
    );
  });

  it("with everything right breaks none", async () => {
    await project.setConfig("prismatic:tenantId", tenant.id);
    await project.writeProgram(right);
    expect((await judge(project)).found).toEqual([]);
  });
});
