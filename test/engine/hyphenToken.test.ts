import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { createPulumiProject } from "../support/pulumi.ts";

it("A token that begins with a hyphen is stored by the line of README.md, and shown nowhere", async () => {
  const token = "-v1.refresh--token";
  await using project = await createPulumiProject({ program: "" });
  const line = 'printf %s "$TOKEN" | pulumi config set --secret prismatic:refreshToken';
  const child = spawn("sh", ["-c", line], {
    cwd: project.folder,
    env: project.environment({ TOKEN: token }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const printed = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect(printed.join("")).toBe("");
  expect(await project.stateFilesText()).not.toContain(token);
  const { stdout } = await project.run(["config", "get", "prismatic:refreshToken"]);
  expect(stdout.trim()).toBe(token);
});
