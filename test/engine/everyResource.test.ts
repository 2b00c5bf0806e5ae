import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as everything from "pulumi-prismatic";
import { root } from "../../tools/setup/paths.mjs";
import { diagnosticsOf, messageOf, projectOptions } from "../support/compiled.ts";
import { contentsOf } from "../support/contents.ts";
import { diagnosticErrors, resourceChanges } from "../support/engineEvents.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { nameOf, textOf } from "../support/steps.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

interface DemoConfig {
  plain: Record<string, string>;
  secret: Record<string, string>;
}

const folder = join(root, "examples/every-resource");
const program = readFileSync(join(folder, "index.ts"), "utf8");
/** The classes that need more than a program have an example of their own. */
const ownExamples = new Map([
  ["Component", "own-component"],
  ["CodeNativeIntegration", "code-native"],
]);
const demo = JSON.parse(readFileSync(join(folder, "demo-config.json"), "utf8")) as DemoConfig;

/** The classes of the package that are resources or tenants. */
const classes = Object.entries(everything).flatMap(([name, value]) =>
  typeof value === "function" && "__pulumiType" in value ? [name] : [],
);

describe("The example with every resource", () => {
  let tenant: TestTenant;
  let other: TestTenant;
  let project: PulumiProject;

  beforeAll(async () => {
    const customers = ["northwind", "globex"].map((externalId) => ({ externalId, name: externalId }));
    [tenant, other] = await Promise.all([startTenant({ holds: { customers } }), startTenant()]);
    const own = (values: Record<string, string>) =>
      Object.fromEntries(Object.entries(values).map(([key, value]) => [`test-project:${key}`, value]));
    project = await createPulumiProject({
      program,
      config: { ...tenant.config, ...own({ ...demo.plain, otherUrl: other.url, otherTenantId: other.id }) },
      secrets: { ...tenant.secrets, ...own({ ...demo.secret, otherRefreshToken: other.refreshToken }) },
    });
  });
  afterAll(async () => {
    await project?.dispose();
    await tenant?.dispose();
    await other?.dispose();
  });

  it("uses every class that the package exports", () => {
    expect(classes.length).toBeGreaterThanOrEqual(10);
    for (const name of classes) {
      const example = join(root, "examples", ownExamples.get(name) ?? "every-resource", "index.ts");
      expect(readFileSync(example, "utf8"), name).toContain(`new ${name}(`);
    }
  });

  it("passes the type check of its users, and a misspelt argument does not", () => {
    expect(typeErrors(program)).toEqual([]);
    expect(typeErrors(program.replace("globalSecrets:", "globalSecret:"))).toEqual([
      expect.stringContaining("'globalSecret' does not exist"),
    ]);
  });

  it("runs, in both tenants, and a second run sends nothing", async () => {
    const { events, output } = await project.up(["--diff"], { events: true });
    expect(diagnosticErrors(events)).toEqual([]);
    expect(output).toContain("does not have 1 of the customers, which are skipped: fjordline");
    for (const secret of Object.values(demo.secret)) expect(output + textOf(events)).not.toContain(secret);
    expect(await tenant.stableKeys()).toEqual([
      "customer-database",
      "gmail-user",
      "slack-oauth",
      "stripe-billing",
    ]);
    expect(await other.stableKeys()).toEqual(["todoist-customer"]);
    const { connections, credentials } = await contentsOf(tenant);
    const flagged = Object.entries(connections).filter(([, { flag }]) => flag);
    expect(flagged.map(([stableKey]) => stableKey)).toEqual(["customer-database", "slack-oauth"]);
    expect(Object.keys(credentials)).toEqual([
      "customer-database/globex",
      "customer-database/globex/Archive",
      "customer-database/northwind",
      "customer-database/test",
      "slack-oauth/test",
      "stripe-billing/test",
    ]);

    await Promise.all([tenant.clearRequests(), other.clearRequests()]);
    const again = await project.up(["--expect-no-changes"], { events: true });
    expect(Object.keys(resourceChanges(again.events))).toEqual(["same"]);
    expect([...(await tenant.requests()), ...(await other.requests())]).toEqual([]);
  });

  it("keeps no secret in the clear, and goes without a trace", async () => {
    const { deployment } = await project.exportState();
    const types = (deployment.resources ?? []).map(({ urn }) => urn.split("::").at(-2)?.split(":").at(-1));
    for (const name of classes.filter((each) => each !== "Tenant" && !ownExamples.has(each)))
      expect(types).toContain(name);
    expect((deployment.resources ?? []).map(({ urn }) => nameOf(urn))).toContain("other");
    const state = await project.stateFilesText();
    for (const secret of Object.values(demo.secret)) expect(state).not.toContain(secret);
    await project.destroy();
    expect([...(await tenant.stableKeys()), ...(await other.stableKeys())]).toEqual([]);
  });
});

/** The compiler's messages about the program, as in a project that depends on the package. */
function typeErrors(source: string): string[] {
  return diagnosticsOf(new Map([[join(folder, "index.ts"), source]]), projectOptions).map(messageOf);
}
