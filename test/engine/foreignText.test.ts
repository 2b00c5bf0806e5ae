import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contentsOf, mutate } from "../support/contents.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const program = `
  import { CustomerConnection } from "pulumi-prismatic";
  new CustomerConnection("slack", {
    component: "slack", connectionType: "webhookUrl", name: "Slack", stableKey: "slack", description: "ours",
  });
`;

/** A color that Pulumi does not know, one that is unfinished, one of a terminal, and a line that looks like Pulumi's. */
const HOSTILE = "bad <{%x%}> and \u001b[31m\u202Ered\nerror: all is lost <{%fg";

describe("What others wrote, in an output with colors,", () => {
  let tenant: TestTenant;
  let project: PulumiProject;

  beforeAll(async () => {
    tenant = await startTenant();
    project = await createPulumiProject({ program, config: tenant.config, secrets: tenant.secrets });
  });
  afterAll(async () => {
    await project?.dispose();
    await tenant?.dispose();
  });

  it("is shown in a refusal, and the run ends as it should", async () => {
    const fault = { type: "payloadError" as const, field: "name", messages: [HOSTILE] };
    await tenant.injectFault({ rootField: "createScopedConfigVariable" }, fault);
    const { stdout, stderr } = await project.up([], { color: "always", expectFailure: true });
    expect(stderr).not.toContain("panic");
    expect(stdout + stderr).toContain(
      "bad <{\\u{25}x%}> and \\u{1b}[31m\\u{202e}red error: all is lost <{\\u{25}fg",
    );
  });

  it("is shown where a refresh finds it", async () => {
    await project.up();
    const { scopedConfigVariables } = await tenant.query<{
      scopedConfigVariables: { nodes: { id: string }[] };
    }>('{ scopedConfigVariables(stableKey: "slack") { nodes { id } } }');
    await mutate(tenant, "updateScopedConfigVariable", {
      id: scopedConfigVariables.nodes[0]?.id,
      description: "theirs <{%x%}> \u001b[31m",
    });
    const shown = '"ours" => "theirs <{\\\\u{25}x%}> \\x1b[31m"';
    for (const args of [
      ["preview", "--refresh", "--diff"],
      ["refresh", "--yes", "--diff"],
    ]) {
      const { stdout, stderr } = await project.run(args, { color: "always" });
      expect(stderr).not.toContain("panic");
      expect(stripVTControlCharacters(stdout)).toContain(shown);
    }
    await project.up();
    expect((await contentsOf(tenant)).connections["slack"]?.description).toBe("ours");
  });
});
