import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SIGNATURE } from "../../provider/src/dynamic/wire.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { nameOf } from "../support/steps.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const program = `
  import { secret } from "@pulumi/pulumi";
  import * as prismatic from "pulumi-prismatic";

  const slack = new prismatic.CustomerConnection("slack", {
    component: secret("slack"),
    connectionType: secret("oauth2"),
    stableKey: secret("slack-oauth"),
    name: "Slack",
  });
  new prismatic.EmbeddedWorkflowFlag("flag", { connection: slack, enabled: true });
  new prismatic.CustomerEmbeddedAccess("access", { customer: secret("globex"), enabled: true });
  new prismatic.CustomerConnection("todoist", {
    component: { key: secret("todoist"), public: secret(false) },
    stableKey: secret("todoist"),
    name: secret("Todoist"),
  });
  new prismatic.CustomerConnection("hubspot", {
    component: secret("hubspot"),
    connectionType: "oauth2",
    stableKey: secret("hubspot"),
    name: "HubSpot",
  });
  new prismatic.CustomerCredentials("globex", {
    connection: secret("postgres"),
    customer: secret("globex"),
    name: secret("Reports"),
    values: { host: "db.globex.example", port: 5432, database: "reports", username: "globex" },
    secrets: { password: "canary-password" },
  });
`;

/** A connection as earlier versions registered it, which left a secret stable key a secret. */
const earlier = `
  import { CustomResource, secret } from "@pulumi/pulumi";

  class Earlier extends CustomResource {}
  new Earlier("pulumi-nodejs:dynamic/prismatic:CustomerConnection", "hubspot", {
    component: secret("hubspot"),
    connectionType: "oauth2",
    stableKey: secret("hubspot"),
    name: "HubSpot",
    __provider: 'exports.handler = () => require("pulumi-prismatic/dynamic").customerConnection',
  });
`;

/** The properties that are encrypted in the state, or have an encrypted part. */
function encrypted(properties: Record<string, unknown> = {}): string[] {
  return Object.entries(properties)
    .filter(([, value]) => JSON.stringify(value).includes(SIGNATURE))
    .map(([name]) => name)
    .toSorted();
}

describe("Arguments that say which object a resource means", () => {
  let tenant: TestTenant;
  let project: PulumiProject;

  beforeAll(async () => {
    const postgres = { stableKey: "postgres", name: "Postgres", component: "postgres" };
    tenant = await startTenant({
      holds: {
        customers: [{ externalId: "globex", name: "Globex" }],
        connections: [{ ...postgres, variableScope: "customer", managedBy: "org" }],
      },
    });
    project = await createPulumiProject({ program, config: tenant.config, secrets: tenant.secrets });
  });
  afterAll(() => Promise.all([project?.dispose(), tenant?.dispose()]).then(() => undefined));

  const state = async () => {
    const { deployment } = await project.exportState();
    const ours = (deployment.resources ?? []).filter(({ type }) => type.includes("prismatic:"));
    return new Map(ours.map((each) => [nameOf(each.urn), each]));
  };

  it("are plain in the state where a program gives them as secrets", async () => {
    await project.writeProgram(earlier);
    await project.up();
    expect(encrypted((await state()).get("hubspot")?.inputs)).toEqual(["component", "stableKey"]);

    await project.writeProgram(program);
    const { output } = await project.up();
    const resources = await state();
    // A display name identifies nothing: it stays the secret that the program made of it.
    const expected = { slack: [], flag: [], access: [], todoist: ["name"], globex: ["secrets"] };
    for (const [name, secrets] of Object.entries(expected)) {
      expect(encrypted(resources.get(name)?.inputs), name).toEqual(secrets);
      expect(encrypted(resources.get(name)?.outputs), name).toEqual(secrets);
    }
    const identity = { component: "slack", connectionType: "oauth2", stableKey: "slack-oauth" };
    expect(resources.get("slack")).toMatchObject({ inputs: identity, outputs: identity });

    // Outputs stay as they are until the resource changes; the registry of stable keys then reads the inputs.
    expect(output).toContain("2 unchanged");
    expect(encrypted(resources.get("hubspot")?.inputs)).toEqual([]);
  });
});
