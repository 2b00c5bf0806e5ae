import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "../../tools/setup/paths.mjs";
import { integrationsOf } from "../support/integrations.ts";
import { runCommand } from "../support/processes.ts";
import { createPulumiProject } from "../support/pulumi.ts";
import { startTenant } from "../support/tenant.ts";

const definition = (name: string, secret: string) => `definitionVersion: 7
name: ${name}
requiredConfigVars:
  - { key: API Token, dataType: string, defaultValue: ${secret} }
  - key: Slack
    dataType: connection
    connection: { key: oauth2, component: { key: slack, isPublic: true, version: LATEST } }
    inputs:
      clientSecret: { type: value, value: 4711000000000000001 }
      signingSecret: { type: complex, value: [{ type: value, value: ${secret}-list }] }
flows: []
`;
const program = (file: string) => `
import { Integration } from "pulumi-prismatic";
export const { definition } = new Integration("kept", { definition: ${JSON.stringify(file)} });
`;

it("A program in a folder of its own finds its definition there, keeps it secret, and misses another in one line", async () => {
  await using tenant = await startTenant({
    holds: { integrations: [{ definition: "definitionVersion: 7\nname: There\nflows: []\n", versions: 0 }] },
  });
  await using project = await createPulumiProject({
    config: tenant.config,
    secrets: tenant.secrets,
    files: {
      "Pulumi.yaml":
        "name: test-project\nmain: app/\nruntime: { name: nodejs, options: { typescript: false } }\n",
      "app/package.json": JSON.stringify({ type: "module", main: "index.ts" }),
      "app/index.ts": program("integrations/kept.yml"),
      "app/integrations/kept.yml": definition("Kept", "hush"),
    },
  });
  const { output } = await project.up();
  expect(output).toMatch(
    /its definition is kept secret as a whole.*because of: .*signingSecret, .*"API Token", defaultValue/,
  );
  const kept = (await integrationsOf(tenant)).find(({ name }) => name === "Kept");
  expect(kept?.definition).toMatch(/hush-list[^]*4711000000000000001|4711000000000000001[^]*hush-list/);
  const shown = output + (await project.stateFilesText());
  for (const secret of ["hush", "4711000000000000001"]) expect(shown).not.toContain(secret);

  const imported = await runCommand(
    process.execPath,
    [
      join(root, "provider/dist/cli/main.js"),
      "import-file",
      "Integration/There",
      "--stack",
      "test",
      "--out",
      "i.json",
    ],
    { cwd: project.folder, env: project.environment() },
  );
  expect(imported.exitCode, imported.output).toBe(0);
  expect(await readFile(join(project.folder, "app/integrations/there.yml"), "utf8")).toContain("There");

  await project.writeFile("app/index.ts", program("integrations/missed.yml"));
  const missed = await project.preview([], { expectFailure: true });
  expect(missed.output).toMatch(
    /error: Integration "kept": its definition .*app\/integrations\/missed\.yml does not exist; there is integrations\/kept\.yml, integrations\/there\.yml\. Write/,
  );
  expect(missed.output).not.toMatch(/^ +at /m);
});
