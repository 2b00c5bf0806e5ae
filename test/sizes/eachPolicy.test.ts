import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allPolicies } from "../../policies/src/allPolicies.ts";
import { root } from "../../tools/setup/paths.mjs";
import { entry, judge, policyProject, prelude, registryOf } from "../support/policies.ts";
import { packFolder } from "../support/policyPack.ts";
import type { PulumiProject } from "../support/pulumi.ts";
import { isPromised } from "../support/size.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

/** Two programs that differ in what one policy is about: it refuses the wrong one and accepts the right one. */
interface Case {
  wrong: string;
  right: string;
  /** The advice in the message about the wrong one. */
  mend: string;
  level?: "advisory";
}

const slack = (args: string, options = "") => `new prismatic.CustomerConnection("it", {
  component: "slack", connectionType: "oauth2", name: "Slack", ${args}
}, { ${options} });`;
const openai = (args: string) => `new prismatic.OrganizationGlobalConnection("it", {
  component: "openai", name: "OpenAI", globalSecrets: { apiKey: "sk-canary" }, redeployInstances: "never", ${args}
});`;
const flagged = (name: string, key: string, flag: boolean) => `new prismatic.CustomerConnection("${name}", {
  component: "slack", connectionType: "oauth2", name: "${name}", stableKey: "${key}", embeddedWorkflows: ${flag},
});`;
const integration = (key: string) =>
  `new Integration("sync", { definition: "name: Sync", connections: { Slack: "${key}" } });`;

const declared = slack(`stableKey: "slack-oauth"`);
const global = openai(`stableKey: "openai-global"`);

/** By name of the policy. */
const CASES: Readonly<Record<string, Case>> = {
  "stable-key-registry": {
    wrong: slack(`stableKey: "slack-oauht"`),
    right: declared,
    mend: 'Did you mean stableKey: "slack-oauth"?',
  },
  "stable-key-format": {
    wrong: slack(`stableKey: "Slack_OAuth"`),
    right: declared,
    mend: 'Type stableKey: "slack-oauth"',
  },
  "stable-key-unique": {
    wrong: flagged("one", "slack-oauth", false) + flagged("two", "slack-oauth", false),
    right: flagged("one", "slack-oauth", false) + flagged("two", "slack-other", false),
    mend: "Remove one of the two, or type another stable key",
  },
  "stable-keys-complete": {
    wrong: slack(`stableKey: "slack-other"`),
    right: declared,
    mend: "slack-oauth (CustomerConnection). Declare them",
  },
  "integration-connections-known": {
    wrong: declared + integration("slack-oauht"),
    right: declared + integration("slack-oauth"),
    mend: 'Type "slack-oauth"',
  },
  "no-plain-secrets": {
    wrong: slack(
      `stableKey: "slack-oauth", globalValues: { clientId: "xoxb-canary-1234567890" }, globalSecrets: { clientSecret: "hush" }`,
    ),
    right: slack(`stableKey: "slack-oauth", globalSecrets: { clientSecret: "xoxb-canary-1234567890" }`),
    mend: "Move it to globalSecrets.clientId",
  },
  "https-urls": {
    wrong: slack(`stableKey: "slack-oauth", oauthRedirect: { success: "http://app.example/?canary" }`),
    right: slack(`stableKey: "slack-oauth", oauthRedirect: { success: "https://app.example/" }`),
    mend: "Type https://app.example",
  },
  "embedded-allowlist": {
    wrong: flagged("it", "slack-other", true),
    right: flagged("it", "slack-oauth", true),
    mend: "Type embeddedWorkflows: false",
  },
  "one-default-per-component": {
    wrong: flagged("one", "slack-oauth", true) + flagged("two", "slack-other", true),
    right: flagged("one", "slack-oauth", true) + flagged("two", "slack-other", false),
    mend: "Type embeddedWorkflows: false at one of the two",
  },
  "test-credentials-present": {
    wrong: global,
    right: openai(`stableKey: "openai-global", testCredentials: { secrets: { apiKey: "sk-canary-test" } }`),
    mend: "Type testCredentials",
    level: "advisory",
  },
  "global-credentials-approved": {
    wrong: openai(`stableKey: "openai-own"`),
    right: global,
    mend: '"globalCredentials": "approved"',
  },
  "redeploy-decided": {
    wrong: slack(
      `stableKey: "slack-oauth", globalValues: { clientId: "1" }, globalSecrets: { clientSecret: "hush" }`,
    ),
    right: slack(
      `stableKey: "slack-oauth", globalValues: { clientId: "1" }, globalSecrets: { clientSecret: "hush" }, redeployInstances: "never"`,
    ),
    mend: 'Type redeployInstances: "onChange"',
    level: "advisory",
  },
  "secrets-write-only": {
    wrong: global,
    right: openai(`stableKey: "openai-global", writeOnlyInputs: true`),
    mend: "Type writeOnlyInputs: true.",
    level: "advisory",
  },
  "tenant-pinned": { wrong: declared, right: declared, mend: "prismatic:tenantId" },
  "no-build-only": {
    wrong: declared + integration("built-here"),
    right: declared + integration("slack-oauth"),
    mend: "Type the stable key of a reusable connection",
  },
  "production-protected": {
    wrong: declared,
    right: slack(`stableKey: "slack-oauth"`, "protect: true"),
    mend: "Type { protect: true }",
  },
};

const registry = registryOf({
  "slack-oauth": { ...entry("CustomerConnection", "slack", "oauth2"), embedded: true },
  "openai-global": {
    ...entry("OrganizationGlobalConnection", "openai"),
    globalCredentials: "approved",
    stacks: ["never"],
  },
  "built-here": entry("BuildOnly"),
});

it("Every policy of the pack has a case", () => {
  expect(Object.keys(CASES).toSorted()).toEqual(Object.keys(allPolicies).toSorted());
});

// The sample is test/engine/policies.test.ts, in which one program breaks all policies and another none.
if (isPromised) {
  describe("Each policy by itself, the others switched off", () => {
    let tenant: TestTenant;
    let project: PulumiProject;
    let unpinned: PulumiProject;
    /** A pack that knows the registry itself: Pulumi gives a policy that is off no configuration. */
    let pack: string;

    beforeAll(async () => {
      tenant = await startTenant();
      const options = { program: prelude, registry, stackName: "prod" };
      project = await policyProject(tenant, options);
      unpinned = await policyProject(tenant, { ...options, pinned: false });
      const registryFile = JSON.stringify(join(project.folder, "stable-keys.json"));
      pack = await packFolder(`
        import { PolicyPack } from "@pulumi/policy";
        import { policies } from "pulumi-prismatic-policies";
        new PolicyPack("own", { policies: policies({ registry: ${registryFile} }) });
      `);
    });
    afterAll(async () => {
      if (pack) await rm(pack, { recursive: true });
      await project?.dispose();
      await unpinned?.dispose();
      await tenant?.dispose();
    });

    it.each(Object.entries(CASES))(
      "%s fails for the wrong program and passes for the right one",
      async (name, { wrong, right, mend, level = "mandatory" }) => {
        const alone = {
          all: "disabled",
          "stable-key-registry": { enforcementLevel: "disabled" },
          [name]: { enforcementLevel: level },
        };
        const wrongProject = name === "tenant-pinned" ? unpinned : project;
        await wrongProject.writeProgram(prelude + wrong);
        const { found, result } = await judge(wrongProject, alone, {
          expectFailure: level === "mandatory",
          pack,
        });
        expect(found).toHaveLength(1);
        expect(found[0]).toMatchObject({
          policy: name,
          level,
          message: expect.stringContaining(mend) as unknown,
        });
        expect(result.output).not.toContain("canary");
        await project.writeProgram(prelude + right);
        expect((await judge(project, alone, { pack })).found).toEqual([]);
      },
    );
  });

  describe("integration-connections-known, with an Integration from a file", () => {
    it("refuses a connection that is only in the tenant, until it is registered", async () => {
      await using tenant = await startTenant();
      await using theirs = await policyProject(tenant, {
        program: `${prelude} new prismatic.OrganizationCustomerConnection("acme", {
          component: "acme", stableKey: "acme-api-key", name: "Acme",
        });`,
        projectName: "theirs",
      });
      await theirs.up();
      await using project = await policyProject(tenant, {
        program: `${prelude} new prismatic.Integration("hooli", { definition: "hooli.yml" });`,
        registry: registryOf({}),
      });
      const definition = join(root, "test/fixtures/integrations/hooli.yml");
      await project.writeFile("hooli.yml", await readFile(definition, "utf8"));
      const { found } = await judge(project, {}, { expectFailure: true });
      expect(found).toEqual([
        {
          policy: "integration-connections-known",
          level: "mandatory",
          resource: "hooli",
          message: expect.stringContaining(
            'definition, useScopedConfigVar of "Acme Connection" names the stable key "acme-api-key"',
          ) as unknown,
        },
      ]);
      const registered = { ...entry("OrganizationCustomerConnection", "acme"), projects: ["theirs"] };
      await project.writeFile("stable-keys.json", JSON.stringify(registryOf({ "acme-api-key": registered })));
      expect((await judge(project)).found).toEqual([]);
    });
  });
}
