import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { createPulumiProject } from "../support/pulumi.ts";
import { startTenant } from "../support/tenant.ts";

it("A token in the clear is refused before anything is asked, and the line that is printed mends it", async () => {
  const tenant = await startTenant();
  const token = "-v1.canary--token";
  await using project = await createPulumiProject({
    program: `import { CustomerConnection } from "pulumi-prismatic";
      new CustomerConnection("slack", {
        component: "slack", connectionType: "oauth2", stableKey: "slack-oauth", name: "Slack",
      });`,
    config: { ...tenant.config, "prismatic:refreshToken": token },
  });
  const refused = await project.run(["preview"], { expectFailure: true });
  expect(refused.output).toContain("prismatic:refreshToken is configured in the clear, in Pulumi.test.yaml.");
  expect(refused.output).not.toContain("canary");
  expect(await tenant.requests()).toEqual([]);

  const [command = ""] = /pulumi config set [^,]+/.exec(refused.output) ?? [];
  const child = spawn("sh", ["-c", `printf %s "$TOKEN" | ${command}`], {
    cwd: project.folder,
    env: project.environment({ TOKEN: tenant.refreshToken }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  expect((await Promise.all([text(child.stdout), text(child.stderr)])).join("")).toBe("");
  await project.run(["preview"]);
  await tenant.dispose();
});
