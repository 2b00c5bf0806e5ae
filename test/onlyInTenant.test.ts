import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { root } from "../tools/setup/paths.mjs";
import {
  argumentsOf,
  createIntegration,
  designerWrites,
  integrationsOf,
  updateIntegration,
} from "./support/integrations.ts";
import { startRuns, type ProviderRuns } from "./support/providerRuns.ts";
import { reasons } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

// The component calls its clientId a password, so that the type alone tells that it is secret.
const inGit = `definitionVersion: 7
name: Tasks
requiredConfigVars:
  - key: Todoist
    dataType: connection
    connection: { key: todoistOauth, component: { key: todoist, isPublic: false, version: LATEST } }
    inputs:
      clientId: { type: value, value: "" }
      clientSecret: { type: value, value: "" }
      scopes: { type: value, value: "data:read" }
flows: []
`;
const filled = inGit
  .replace('clientId: { type: value, value: "" }', "clientId: { type: value, value: hush-id }")
  .replace('clientSecret: { type: value, value: "" }', "clientSecret: { type: value, value: hush-secret }");
const unreadable = filled
  .replaceAll("hush-id }", "hush-id, meta: { writeOnly: true } }")
  .replaceAll("hush-secret }", "hush-secret, meta: { writeOnly: true } }");

const saved = join(root, "replaced-drafts");
const savedDrafts = () =>
  (existsSync(saved) ? readdirSync(saved) : [])
    .filter((file) => file.startsWith("OnlyThere"))
    .map((file) => readFileSync(join(saved, file), "utf8"));
const forget = () => {
  if (!existsSync(saved)) return;
  for (const file of readdirSync(saved)) if (file.startsWith("OnlyThere")) rmSync(join(saved, file));
};

describe.each(["blank", "dropped"] as const)(
  "Secrets that only the tenant has (write-only: %s)",
  (setting) => {
    let tenant: TestTenant;
    let runs: ProviderRuns;
    let count = 0;
    let name = "";
    beforeAll(async () => {
      tenant = await startTenant({
        switches: { "write-only-in-yaml": setting },
        holds: {
          connections: [
            {
              stableKey: "todoist",
              name: "Todoist",
              component: "todoist",
              connectionType: "todoistOauth",
              variableScope: "customer",
              managedBy: "customer",
            },
          ],
        },
      });
      runs = await startRuns(tenant, { "prismatic:adoptExisting": "true" });
    });
    beforeEach(async () => {
      name = `OnlyThere${++count}`;
      await tenant.clearRequests();
    });
    afterEach(forget);
    afterAll(async () => {
      await runs?.[Symbol.asyncDispose]();
      await tenant?.dispose();
    });

    const of = (definition: string) => definition.replace("name: Tasks", `name: ${name}`);
    const inputs = async () => {
      const found = (await integrationsOf(tenant)).find((each) => each.name === name);
      const { requiredConfigVars } = parse(found?.definition ?? "") as {
        requiredConfigVars: { inputs: Record<string, { value: string }> }[];
      };
      return Object.fromEntries(
        Object.entries(requiredConfigVars[0]?.inputs ?? {}).map(([key, { value }]) => [key, value]),
      );
    };
    const id = async () => (await integrationsOf(tenant)).find((each) => each.name === name)?.id ?? "";

    // Whether a mark in the text is blank or dropped concerns only what cannot be read.
    /** A test of values that can be read back, which no setting of write-only ones changes: it runs once. */
    const readable = (title: string, test: () => Promise<void>): void => {
      if (setting === "blank") it(title, test);
    };

    readable("stay at an adoption, and nothing has to be imported for it", async () => {
      await createBehind(of(filled));
      await createIntegration(runs.integrations, of(inGit));
      expect(await inputs()).toMatchObject({ clientId: "hush-id", clientSecret: "hush-secret" });
    });

    readable("stay at an adoption that replaces the draft, which is saved", async () => {
      await createBehind(of(filled).replace("data:read", "data:write"));
      await createIntegration(runs.integrations, of(inGit));
      expect(await inputs()).toEqual({
        clientId: "hush-id",
        clientSecret: "hush-secret",
        scopes: "data:read",
      });
      expect(savedDrafts()).toEqual([expect.stringContaining("data:write") as string]);
    });

    readable("stay at every later import, and are in no state, preview or report", async () => {
      const created = await createIntegration(runs.integrations, of(inGit));
      await designerWrites(tenant, created.id, of(filled));
      await runs.next();
      const read = await runs.integrations.read(created.id, created.outputs);
      expect(JSON.stringify(read.inputs)).not.toContain("hush");
      const changed = argumentsOf(of(inGit).replace("data:read", "data:write"), { overwriteDraft: true });
      const { now } = await updateIntegration(runs, created, changed);
      expect(await inputs()).toEqual({
        clientId: "hush-id",
        clientSecret: "hush-secret",
        scopes: "data:write",
      });
      const { draft: _draft, ...shown } = now.outputs;
      expect(JSON.stringify([now.inputs, shown])).not.toContain("hush");
    });

    readable(
      "are cleared where the program named them before, and replaced where it names them now, after they were saved",
      async () => {
        const secretInputs = { Todoist: { clientSecret: "ours" } };
        const created = await createIntegration(runs.integrations, of(inGit), { secretInputs });
        const without = await updateIntegration(runs, created, argumentsOf(of(inGit)));
        expect(await inputs()).toMatchObject({ clientSecret: "" });
        await designerWrites(
          tenant,
          created.id,
          of(inGit).replace(/clientSecret: .*/, "clientSecret: { type: value, value: hush-secret }"),
        );
        await updateIntegration(runs, without.now, argumentsOf(of(inGit), { secretInputs }));
        expect(await inputs()).toMatchObject({ clientSecret: "ours" });
        expect(savedDrafts()).toEqual([expect.stringContaining("hush-secret") as string]);
      },
    );

    readable("stay templates and exact texts, and are not saved each time", async () => {
      const created = await createIntegration(runs.integrations, of(inGit));
      const template = of(inGit)
        .replace('clientId: { type: value, value: "" }', 'clientId: { type: template, value: "{{#hush}}" }')
        .replace('clientSecret: { type: value, value: "" }', "clientSecret: { type: value, value: '0123' }");
      await designerWrites(tenant, created.id, template);
      const { now } = await updateIntegration(
        runs,
        created,
        argumentsOf(of(inGit).replace("data:read", "data:write"), { overwriteDraft: true }),
      );
      const found = (await integrationsOf(tenant)).find((each) => each.name === name);
      expect(parse(found?.definition ?? "")).toMatchObject({
        requiredConfigVars: [
          {
            inputs: {
              clientId: { type: "template", value: "{{#hush}}" },
              clientSecret: { type: "value", value: "0123" },
            },
          },
        ],
      });
      forget();
      await updateIntegration(runs, now, argumentsOf(of(inGit).replace("data:read", "data:admin")));
      expect(savedDrafts()).toEqual([]);
    });

    readable("are saved where their connection goes, and where a reusable one takes its place", async () => {
      const gone = of(inGit).replace(/requiredConfigVars:\n( .*\n)+/, "requiredConfigVars: []\n");
      const shared = argumentsOf(of(inGit), { connections: { Todoist: { stableKey: "todoist" } } });
      for (const args of [argumentsOf(gone), shared]) {
        name = `OnlyThere${++count}`;
        const program = JSON.parse(JSON.stringify(args).replace(/OnlyThere\d+/, name)) as typeof args;
        const created = await createIntegration(runs.integrations, of(inGit));
        await designerWrites(tenant, created.id, of(filled).replace("hush-id", '""'));
        await updateIntegration(runs, created, program);
        expect(savedDrafts()).toEqual([expect.stringContaining("hush-secret") as string]);
        forget();
      }
    });

    it("are named before anything is sent where they cannot be read, and replaced where the program has them", async () => {
      const created = await createIntegration(runs.integrations, of(inGit));
      await designerWrites(tenant, created.id, of(unreadable));
      await runs.next();
      const args = argumentsOf(of(inGit).replace("data:read", "data:write"), { overwriteDraft: true });
      await tenant.clearRequests();
      await expect(updateIntegration(runs, created, args)).rejects.toThrow(
        /holds secrets that the program does not have.*: Todoist\.clientId, Todoist\.clientSecret\. An import would clear them, so nothing was changed\. .*secretInputs: \{ "Todoist": \{ clientId/,
      );
      expect((await tenant.mutations()).map(({ field }) => field)).not.toContain("importIntegration");
      const secretInputs = { Todoist: { clientId: "a", clientSecret: "b" } };
      const { changes } = await updateIntegration(runs, created, { ...args, secretInputs });
      expect(changes).toBe(true);
    });

    it("are named in the plan of an adoption where they cannot be read", async () => {
      await createBehind(of(unreadable));
      await runs.next();
      expect(await reasons(runs.integrations, { inputs: {} }, argumentsOf(of(inGit)))).toEqual([
        expect.stringMatching(
          /holds secrets that the program does not have.*Todoist\.clientId, Todoist\.clientSecret/,
        ),
      ]);
    });

    async function createBehind(definition: string): Promise<void> {
      await createIntegration(runs.integrations, of(inGit).replace(/inputs:\n(.*\n){3}/, "inputs: {}\n"));
      await designerWrites(tenant, await id(), definition);
      await runs.next();
      await tenant.clearRequests();
    }
  },
);
