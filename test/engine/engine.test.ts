import { beforeAll, afterAll, describe, expect, it } from "vitest";
import { diagnostics, resourceChanges } from "../support/engineEvents.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";

const program = (value: string) => `
  import * as pulumi from "@pulumi/pulumi";
  const config = new pulumi.Config("prismatic");
  console.log("on Node.js", process.versions.node.split(".")[0]);
  const handler = "exports.handler = () => ({ create: async (inputs) => ({ id: 'one', outs: inputs }) })";
  class Thing extends pulumi.CustomResource {}
  new Thing("pulumi-nodejs:dynamic/prismatic:Thing", "thing", {
    __provider: handler,
    value: ${JSON.stringify(value)},
    url: config.require("url"),
    token: config.requireSecret("token"),
  });
`;

describe("The engine that the set-up provides", () => {
  let project: PulumiProject;

  beforeAll(async () => {
    project = await createPulumiProject({
      program: program("a"),
      config: { "prismatic:url": "http://localhost" },
      secrets: { "prismatic:token": "a-canary-token" },
    });
  });
  afterAll(() => project.dispose());

  it("runs a TypeScript program and its dynamic resources, and then has nothing to do", async () => {
    const first = await project.up([], { events: true });
    expect(first.exitCode).toBe(0);
    expect(first.stderr).toBe("");
    expect(resourceChanges(first.events)).toEqual({ create: 2 });
    expect(diagnostics(first.events).join("")).toContain("on Node.js 2");
    const second = await project.preview(["--expect-no-changes"]);
    expect(second.output).toContain("2 unchanged");
  });

  it("keeps secrets out of the state", async () => {
    expect(await project.stateFilesText()).not.toContain("a-canary-token");
    const { deployment } = await project.exportState({ showSecrets: true });
    expect(JSON.stringify(deployment)).toContain("a-canary-token");
  });

  it("passes changed configuration and a changed program on", async () => {
    await project.setConfig("prismatic:url", "http://elsewhere");
    await project.writeProgram(program("b"));
    const { steps } = await project.previewJson();
    const step = steps.find(({ urn }) => urn.endsWith("::thing"));
    expect(step?.newState?.inputs).toMatchObject({ value: "b", url: "http://elsewhere" });
  });

  it("reports a program that throws, once and with its message", async () => {
    await project.writeProgram(`throw new Error("not like this");`);
    const { output } = await project.preview([], { expectFailure: true });
    expect(output).toContain("not like this");
    expect(output).not.toContain("non-zero exit code");
  });

  it("reports a program that exits with an error of its own", async () => {
    await project.writeProgram(`process.exit(7);`);
    const { output } = await project.preview([], { expectFailure: true });
    expect(output).toContain("exit code: 7");
  });
});
