import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { root } from "../../tools/setup/paths.mjs";
import { mutate } from "../support/contents.ts";
import { diagnosticErrors, resourceChanges } from "../support/engineEvents.ts";
import { integrationsOf } from "../support/integrations.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { textOf } from "../support/steps.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const folder = join(root, "examples/promotion");
const program = readFileSync(join(folder, "index.ts"), "utf8");
const yaml = "integrations/order-alerts.yml";
const secret = "demo-slack-client-secret";

/** A definition's connections. */
interface Wired {
  requiredConfigVars: { key: string; useScopedConfigVar?: string }[];
}

interface Stage {
  tenant: TestTenant;
  project: PulumiProject;
}

async function stage(instances: string): Promise<Stage> {
  const tenant = await startTenant({ holds: { customers: [{ externalId: "globex", name: "Globex" }] } });
  const own = { slackClientId: "4711", instances };
  const project = await createPulumiProject({
    program,
    config: {
      ...tenant.config,
      ...Object.fromEntries(Object.entries(own).map(([key, value]) => [`test-project:${key}`, value])),
    },
    secrets: { ...tenant.secrets, "test-project:slackClientSecret": secret },
  });
  cpSync(join(folder, "integrations"), join(project.folder, "integrations"), { recursive: true });
  return { tenant, project };
}

async function only(tenant: TestTenant) {
  const [integration, ...others] = await integrationsOf(tenant);
  if (integration === undefined || others.length > 0) throw new Error(`${others.length + 1} integrations`);
  return integration;
}

async function instanceVersions(tenant: TestTenant): Promise<number[]> {
  const { instances } = await tenant.query<{
    instances: { nodes: { integration: { versionNumber: number } }[] };
  }>("query { instances(isSystem: false) { nodes { integration { versionNumber } } } }");
  return instances.nodes.map(({ integration }) => integration.versionNumber);
}

describe("One integration from Git in every tenant", () => {
  let stages: Stage[];
  beforeAll(async () => {
    stages = [await stage("upgrade"), await stage("leave")];
  });
  afterAll(async () => {
    for (const { tenant, project } of stages ?? []) {
      await project.dispose();
      await tenant.dispose();
    }
  });

  it("is the same everywhere, with that tenant's connections of the same stable keys", async () => {
    const definitions = [];
    for (const { tenant, project } of stages) {
      const { events, output } = await project.up([], { events: true });
      expect(diagnosticErrors(events)).toEqual([]);
      expect(output + textOf(events)).not.toContain(secret);
      const { definition, versionSequence } = await only(tenant);
      expect(versionSequence.nodes).toMatchObject([{ versionNumber: 1, versionComment: "From Git" }]);
      definitions.push(definition);
    }
    expect(new Set(definitions).size).toBe(1);
    const { requiredConfigVars } = parse(definitions[0] ?? "") as Wired;
    expect(requiredConfigVars.map(({ key, useScopedConfigVar }) => [key, useScopedConfigVar])).toEqual([
      ["Slack Connection", "slack-oauth"],
      ["Channel", undefined],
      ["Slack Connection (slack-operations)", "slack-operations"],
    ]);
  });

  it("reaches running instances when that is decided, and not before", async () => {
    const { tenant, project } = stages[1] as Stage;
    const { customers } = await tenant.query<{ customers: { nodes: { id: string }[] } }>(
      `query { customers(externalId: "globex") { nodes { id } } }`,
    );
    const { integrations } = await tenant.query<{
      integrations: { nodes: { versionSequence: { nodes: { id: string }[] } }[] };
    }>("query { integrations { nodes { versionSequence { nodes { id } } } } }");
    await mutate(tenant, "createInstance", {
      name: "Orders of Globex",
      customer: customers.nodes[0]?.id,
      integration: integrations.nodes[0]?.versionSequence.nodes[0]?.id,
    });
    const text = readFileSync(join(folder, yaml), "utf8").replace("#operations", "#ops");
    await project.writeFile(yaml, text);
    const left = await project.up([], { events: true });
    expect(resourceChanges(left.events)).toMatchObject({ update: 1 });
    expect(left.output).toContain('1 instance of "Order alerts" runs version 1; it is left as it is.');
    expect(await instanceVersions(tenant)).toEqual([1]);

    await tenant.clearRequests();
    await project.setConfig("test-project:instances", "upgrade");
    const upgraded = await project.up([], { events: true });
    expect(upgraded.output).toContain('"Orders of Globex" of Globex (globex): version 1 => 2');
    expect((await tenant.mutations()).map(({ field }) => field)).toEqual([
      "bulkUpdateInstancesToLatestIntegrationVersion",
    ]);
    expect(await instanceVersions(tenant)).toEqual([2]);
    await tenant.clearRequests();
    await project.up(["--expect-no-changes"]);
    expect(await tenant.requests()).toEqual([]);
  });

  it("is found changed by a designer, and the preview says what would be lost", async () => {
    const { tenant, project } = stages[0] as Stage;
    const { id, definition } = await only(tenant);
    await mutate(tenant, "importIntegration", {
      integrationId: id,
      definition: definition.replace("#operations", "#war-room"),
    });
    await project.writeFile(yaml, readFileSync(join(folder, yaml), "utf8").replace("#orders", "#news"));
    const { output } = await project.preview([], { expectFailure: true });
    expect(output).toContain(
      'step "Tell operations", inputs.channelName.value: "#operations" => "#war-room"',
    );
    const refreshed = await project.refresh();
    expect(refreshed.output).toContain("draftChanges");
    const repaired = await project.run(["up", "--yes", "--skip-preview", "--refresh"], {
      expectFailure: true,
    });
    expect(repaired.output).toContain("overwriteDraft: true");
    await project.writeProgram(
      program.replace("latestComponentVersions:", "overwriteDraft: true,\n  latestComponentVersions:"),
    );
    const { output: overwritten } = await project.up();
    expect(overwritten).toContain("replaced-drafts/Order-alerts-");
    expect((await only(tenant)).definition).toContain("#operations");
    expect(await project.stateFilesText()).not.toContain(secret);
  });
});
