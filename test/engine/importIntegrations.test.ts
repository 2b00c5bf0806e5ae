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
import { startTenant, type TestTenant } from "../support/tenant.ts";

/** What the configuration keys of the fixtures' secrets are. */
const secretKeys = [
  "dropboxDropboxConnectionClientSecret",
  "slackInteractivePostTemplateSlackConnectionClientSecret",
  "slackInteractivePostTemplateSlackConnectionSigningSecret",
];

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

  it("are exported and imported, all ten of them, and a preview is empty", async () => {
    const file = join(project.folder, "import.json");
    const { exitCode, stdout, stderr, output } = await command([
      "Integration/*",
      "--stack",
      "test",
      "--out",
      file,
    ]);
    expect(output, output).not.toContain("error");
    expect(exitCode).toBe(0);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(output).not.toContain("FAKE-dropbox-app-secret");
    const all = await integrationsOf(tenant);
    expect(all).toHaveLength(definitionFiles.length);
    const keys = [...stderr.matchAll(/config set --secret (\w+)/g)].map(([, key = ""]) => key);
    expect(keys.toSorted()).toEqual(secretKeys);
    const imported = JSON.parse(await readFile(file, "utf8")) as {
      resources: { inputs: { secretInputs?: Record<string, Record<string, { plaintext: string }>> } }[];
    };
    const values = imported.resources.flatMap(({ inputs }) =>
      Object.values(inputs.secretInputs ?? {}).flatMap((inputsOf) =>
        Object.values(inputsOf).map(({ plaintext }) => JSON.parse(plaintext) as string),
      ),
    );
    expect(values).toHaveLength(keys.length);
    await project.run([
      "config",
      "set-all",
      ...keys.flatMap((key, index) => ["--secret", `${key}=${values[index] ?? ""}`]),
    ]);
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
    const { events } = await project.up(["--expect-no-changes"], { events: true });
    expect(Object.keys(resourceChanges(events))).toEqual(["same"]);
    expect(await tenant.mutations()).toEqual([]);
    const state = await project.stateFilesText();
    for (const value of values) expect(state).not.toContain(value);
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
