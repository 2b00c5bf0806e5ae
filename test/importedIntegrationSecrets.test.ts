import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { importFile } from "../provider/src/cli/importFile.ts";
import { importedIntegrations, type ImportedIntegration } from "../provider/src/cli/importedIntegration.ts";
import { programText } from "../provider/src/cli/programText.ts";
import { plannedMutations } from "../provider/src/plannedMutations.ts";
import { TenantSession } from "../provider/src/tenant/session.ts";
import { resolveSettings } from "../provider/src/tenant/settings.ts";
import { root } from "../tools/setup/paths.mjs";
import { updateIntegration } from "./support/integrations.ts";
import type { Created } from "./support/provider.ts";
import { startRuns, type ProviderRuns } from "./support/providerRuns.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

// The component calls its clientId a password, so that the type alone tells that it is secret.
const definition = `definitionVersion: 7
name: Tasks
requiredConfigVars:
  - key: Todoist
    dataType: connection
    connection: { key: todoistOauth, component: { key: todoist, isPublic: false, version: LATEST } }
    inputs:
      clientId: { type: value, value: hush-id }
      clientSecret: { type: value, value: hush-secret }
      scopes: { type: value, value: "data:read" }
flows: []
`;
const marked = definition.replace("hush-secret }", "hush-secret, meta: { writeOnly: true } }");
const secretInputs = { Todoist: { clientId: "hush-id", clientSecret: "hush-secret" } };

const saved = join(root, "replaced-drafts");

let tenant: TestTenant;
let runs: ProviderRuns;
const start = async (holds: string) => {
  tenant = await startTenant({ holds: { integrations: [{ definition: holds, versions: 1 }] } });
};
beforeEach(async () => {
  await start(definition);
  runs = await startRuns(tenant);
});
afterEach(async () => {
  await runs?.[Symbol.asyncDispose]();
  await tenant?.dispose();
  const files = existsSync(saved) ? readdirSync(saved).filter((file) => file.startsWith("Tasks-")) : [];
  for (const file of files) rmSync(join(saved, file));
});

async function imported(): Promise<ImportedIntegration> {
  const config: Record<string, string> = { ...tenant.config, ...tenant.secrets };
  const session = new TenantSession(resolveSettings((name) => config[`prismatic:${name}`], {}));
  const [only] = await importedIntegrations(session, ["Tasks"]);
  if (only === undefined) throw new Error("Nothing was imported");
  return only;
}

/** Content of Pulumi's state after the import: JSON leaves out what is undefined. */
const stateOf = ({ id, inputs, outputs }: ImportedIntegration): Created =>
  JSON.parse(JSON.stringify({ id, inputs, outputs })) as Created;

async function fieldsSent(): Promise<string[]> {
  return (await tenant.mutations())
    .map(({ field }) => field)
    .filter((field) => field !== "validateIntegrationSchema");
}

it("An imported integration brings no secret into any file, and each into the configuration", async () => {
  const only = await imported();
  const { text, secrets } = programText([only]);
  expect(JSON.stringify(importFile([only])) + only.file.text + text).not.toContain("hush");
  expect(only.file.text).toContain("data:read");
  expect(secrets).toEqual({ tasksTodoistClientId: "hush-id", tasksTodoistClientSecret: "hush-secret" });
  expect(only.notes).toEqual([]);
});

it("Its first update finds the secrets in the tenant, sends nothing, and leaves nothing to do", async () => {
  const only = await imported();
  const read = await runs.integrations.read(only.id, stateOf(only).outputs);
  expect(read.inputs).toEqual(stateOf(only).inputs);
  const program = { definition: only.file.text, secretInputs, publish: true };
  const { changes, now } = await updateIntegration(runs, stateOf(only), program);
  expect(changes).toBe(true);
  expect(await fieldsSent()).toEqual([]);
  const announced = plannedMutations("pulumi-nodejs:dynamic/prismatic:Integration", {
    op: "update",
    olds: stateOf(only).outputs,
    news: now.inputs,
  });
  expect(announced.map(({ field, uncertain }) => [field, uncertain])).toEqual([
    ["importIntegration", true],
    ["publishIntegration", true],
  ]);
  expect((await updateIntegration(runs, now, program)).changes).toBe(false);
  expect((await runs.integrations.read(now.id, now.outputs)).inputs).toEqual(now.inputs);
});

it("Its first update sends secrets that the tenant does not have", async () => {
  const only = await imported();
  const other = { Todoist: { ...secretInputs.Todoist, clientSecret: "hush-other" } };
  const program = { definition: only.file.text, secretInputs: other };
  await updateIntegration(runs, stateOf(only), program);
  expect(await fieldsSent()).toEqual(["importIntegration"]);
  // The one that the tenant had is not lost.
  const files = readdirSync(saved).filter((file) => file.startsWith("Tasks-"));
  expect(files.map((file) => readFileSync(join(saved, file), "utf8"))).toEqual([
    expect.stringContaining("hush-secret"),
  ]);
});

it("What nobody can read is listed", async () => {
  await tenant.dispose();
  await start(marked);
  const only = await imported();
  expect(only.notes).toEqual([
    expect.stringMatching(
      /^Not read from "tasks": Todoist\.clientSecret, which are write-only\. .*secretInputs/,
    ),
  ]);
});
