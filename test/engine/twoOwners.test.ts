import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

describe("Two resources of a program with the same stable key", () => {
  const slack = (name: string) =>
    `new CustomerConnection("${name}", { component: "slack", connectionType: "oauth2", stableKey: "slack-oauth", name: "Slack" });`;
  const ofOneRun = "This run had written the other one already; this one changed nothing.";
  const program = (...lines: string[]) =>
    `import { CustomerConnection } from "pulumi-prismatic";\n${lines.join("\n")}`;
  let tenant: TestTenant;
  let project: PulumiProject;

  beforeAll(async () => {
    tenant = await startTenant();
    project = await createPulumiProject({
      program: program(slack("one"), slack("two")),
      config: tenant.config,
      secrets: tenant.secrets,
    });
  });
  afterAll(async () => {
    await project.dispose();
    await tenant.dispose();
  });

  it("are refused by a preview and by an update without one, and one of them alone is not", async () => {
    const refusal = 'This program manages the connection "slack-oauth" twice in Tenant';
    expect((await project.run(["preview"], { expectFailure: true })).output).toContain(refusal);
    await project.writeProgram(program(slack("one")));
    // With its preview, whose process is another one than the update's.
    await project.run(["up", "--yes"]);
    await project.writeProgram(program(slack("one"), slack("two")));
    const { output } = await project.up([], { expectFailure: true });
    expect(output).toContain(refusal);
    // The engine may have come to either first. The other one failed, and nothing is lost: "one" stays in the state.
    const state = JSON.stringify((await project.exportState()).deployment);
    const names = [...state.matchAll(/prismatic:CustomerConnection::(\w+)"/g)].map(([, name]) => name);
    expect(names).toContain("one");
    expect(await tenant.stableKeys()).toEqual(["slack-oauth"]);
    await project.writeProgram(program(slack("renamed")));
    await project.up();
    await project.run(["refresh", "--yes", "--run-program"]);
    await project.run(["up", "--yes", "--refresh"]);
  });

  it("are refused where an update without a preview had the new one take the object over first", async () => {
    const after = slack("renamed").replace("});", "}, { dependsOn: first });");
    await project.writeProgram(program(`const first = ${slack("first")}`, after));
    expect((await project.up([], { expectFailure: true })).output).toContain(ofOneRun);
    await project.writeProgram(program(slack("renamed")));
    await project.up();
    expect(await tenant.stableKeys()).toEqual(["slack-oauth"]);
  });

  it("are refused by the update where the preview did not know their stable keys", async () => {
    const late = (name: string, options = "") =>
      slack(name)
        .replace('"slack-oauth"', 'earlier.id.apply(() => "slack-late")')
        .replace("});", `}${options});`);
    const earlier = `const earlier = ${slack("earlier").replace("slack-oauth", "slack-earlier")}`;
    const lines = [
      slack("renamed"),
      earlier,
      `const one = ${late("one")}`,
      late("two", ", { dependsOn: one }"),
    ];
    await project.writeProgram(program(...lines));
    await project.run(["preview"]);
    expect((await project.up([], { expectFailure: true })).output).toContain(ofOneRun);
    expect((await tenant.stableKeys()).toSorted()).toEqual(["slack-earlier", "slack-late", "slack-oauth"]);
    expect(JSON.stringify((await project.exportState()).deployment)).not.toContain("CustomerConnection::two");
  });
});
