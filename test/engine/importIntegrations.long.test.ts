import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../tools/setup/paths.mjs";
import { resourceChanges } from "../support/engineEvents.ts";
import {
  connectionsInUse,
  definitionFiles,
  definitionText,
  integrationsOf,
} from "../support/integrations.ts";
import { runCommand } from "../support/processes.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { namesOf } from "../support/steps.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

/** The configuration keys of the fixtures' secrets. */
const secretKeys = [
  "dropboxDropboxConnectionClientSecret",
  "slackInteractivePostTemplateSlackConnectionClientSecret",
  "slackInteractivePostTemplateSlackConnectionSigningSecret",
];

/** The secrets that the fixtures hold. */
const secretValues = ["FAKE-dropbox-app-secret", "Add your clientSecret here", "Add your signingSecret here"];

describe("Integrations that a tenant has", () => {
  let tenant: TestTenant;
  let project: PulumiProject;

  beforeAll(async () => {
    tenant = await startTenant({
      holds: {
        connections: connectionsInUse,
        integrations: definitionFiles.map((file, index) => ({
          definition: definitionText(file),
          versions: index % 2,
        })),
      },
    });
    project = await createPulumiProject({ program: "", config: tenant.config, secrets: tenant.secrets });
  });
  afterAll(async () => {
    await project?.dispose();
    await tenant?.dispose();
  });

  const command = (args: string[]) =>
    runCommand(process.execPath, [join(root, "provider/dist/cli/main.js"), "import-file", ...args], {
      cwd: project.folder,
      env: project.environment(),
    });

  it("are exported and imported, but for one with a secret that no file may hold; one update notes the secrets and sends nothing", async () => {
    const file = join(project.folder, "import.json");
    const args = ["Integration/*", "--read-secrets", "--stack", "test", "--out", file];
    const { exitCode, stdout, stderr, output } = await command(args);
    expect(output, output).not.toContain("error");
    expect(stderr).toMatch(
      /^Left out: "[^"]+" has secrets that no file may hold.*"GitHub Webhook Secret", defaultValue/m,
    );
    expect(stdout.match(/new Integration\(/g)).toHaveLength(definitionFiles.length - 1);
    expect(exitCode).toBe(0);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const all = await integrationsOf(tenant);
    expect(all).toHaveLength(definitionFiles.length);
    const read = /^Read from the tenant into the stack's configuration: (.*)$/m.exec(stderr)?.[1] ?? "";
    expect(read.split(", ").toSorted()).toEqual(secretKeys);
    expect(stderr).not.toContain("config set --secret");
    const written = output + (await readFile(file, "utf8"));
    for (const value of secretValues) expect(written).not.toContain(value);

    await project.run([
      "import",
      "--file",
      file,
      "--protect=false",
      "--generate-code=false",
      "--yes",
      "--skip-preview",
    ]);
    await project.writeProgram(stdout);
    await tenant.clearRequests();
    const first = await project.up([], { events: true });
    const updated = namesOf(first.events, "update").filter((name) => name !== "default");
    expect(updated).toEqual(["dropbox", "slack-interactive-post-template"]);
    expect(await tenant.mutations()).toEqual([]);
    const { events } = await project.run(["preview", "--expect-no-changes"], { events: true });
    expect(Object.keys(resourceChanges(events))).toEqual(["same"]);
    const state = await project.stateFilesText();
    for (const value of secretValues) expect(state).not.toContain(value);
  });

  it("are named where one is misspelt", async () => {
    const { exitCode, stderr } = await command([
      "Integration/Hooly",
      "--stack",
      "test",
      "--out",
      "never.json",
    ]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/has no integration "Hooly"\. Did you mean "Hooli"\?/);
  });
});
