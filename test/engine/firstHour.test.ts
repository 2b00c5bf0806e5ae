import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../tools/setup/paths.mjs";
import { addConfig, installPackages, pulumiPrismatic } from "../support/firstHour.ts";
import { PulumiProject } from "../support/pulumi.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const PREVIEW = ["preview", "--diff", "--policy-pack", "node_modules/pulumi-prismatic-policies"];

let tenant: TestTenant;
let folder: string;
let project: PulumiProject;
beforeAll(async () => {
  tenant = await startTenant();
  folder = await mkdtemp(join(tmpdir(), "first-hour-"));
  project = new PulumiProject(folder, {
    projectName: "acme",
    stackName: "dev",
    env: { PULUMI_STACK: undefined },
  });
});
afterAll(() => Promise.all([tenant?.dispose(), rm(folder, { recursive: true, force: true })]));

/** Sets the secrets that a new project asks for. */
async function setSecrets(keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    const value = key.startsWith("prismatic:") ? tenant.refreshToken : "hush";
    await project.run(["config", "set", "--secret", key, value]);
  }
}

describe("The first hour, from `init` to a preview with the policy pack", () => {
  it("ends in a plan that breaks no policy, with the registry that init wrote", async () => {
    const { exitCode, output } = await pulumiPrismatic(folder, [
      ...["init", ".", "--project", "acme", "--url", tenant.url, "--tenant-id", tenant.id],
      ...["--component", "slack", "--connection-type", "oauth2", "--whose", "customer", "--name", "Slack"],
      ...[
        "--stable-key",
        "slack-oauth",
        "--global-value",
        "clientId=4711",
        "--global-secret",
        "clientSecret",
      ],
    ]);
    expect(exitCode, output).toBe(0);
    await installPackages(folder);
    await mkdir(join(folder, ".state"));
    await project.run(["stack", "init", "dev"]);
    await setSecrets(["prismatic:refreshToken", "slackOauthClientSecret"]);
    const { output: plan } = await project.run(PREVIEW);
    expect(plan).toMatch(/stableKey +: "slack-oauth"/);
    expect(plan).not.toMatch(/stable-key|violat.*mandatory|no registry/i);
  });

  it("says once, as advice, how to get a registry where there is none", async () => {
    const registry = join(folder, "stable-keys.json");
    await rm(registry);
    const { output } = await project.run(PREVIEW);
    expect(output.match(/There is no registry/g)).toHaveLength(1);
    expect(output).toContain("npx pulumi-prismatic-policies registry --stack dev");
  });
});

describe("`pulumi new` from the template", () => {
  it("makes the project, whose preview asks for what is still to be set", async () => {
    const template = join(root, "templates/prismatic-typescript");
    const made = join(folder, "made");
    await project.run([
      "new",
      template,
      "--generate-only",
      "--yes",
      "--name",
      "made",
      "--dir",
      made,
      "--description",
      "Ours",
    ]);
    expect((await readdir(made)).sort()).toEqual((await readdir(template)).sort());
    expect(await readFile(join(made, "Pulumi.yaml"), "utf8")).toMatch(/^name: made\ndescription: Ours\n/);
    expect(await readFile(join(made, "README.md"), "utf8")).toMatch(/^# made\n/);
    const ofTemplate = new PulumiProject(made, {
      projectName: "made",
      stackName: "us",
      env: { PULUMI_STACK: undefined },
    });
    await installPackages(made);
    await mkdir(join(made, ".state"));
    await ofTemplate.run(["stack", "init", "us"]);
    const { output } = await ofTemplate.run(PREVIEW, { expectFailure: true });
    expect(output).toContain("slackOauthClientId");
    await addConfig(join(made, "Pulumi.us.yaml"), {
      "prismatic:url": tenant.url,
      "prismatic:tenantId": tenant.id,
      "made:slackOauthClientId": "4711",
    });
    await ofTemplate.run(["config", "set", "--secret", "slackOauthClientSecret", "hush"]);
    await ofTemplate.run(["config", "set", "--secret", "prismatic:refreshToken", tenant.refreshToken]);
    const { output: plan } = await ofTemplate.run(PREVIEW);
    expect(plan).toMatch(/stableKey +: "slack-oauth"/);
  });
});
