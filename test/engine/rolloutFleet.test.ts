import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../tools/setup/paths.mjs";
import type { ConnectionReport } from "../../rollout/src/connectionReport/schema.ts";
import type { DriftReport } from "../../rollout/src/drift/schema.ts";
import type { MatrixReport } from "../../rollout/src/matrix/schema.ts";
import { namesConnections, saveCredentials } from "../support/inUse.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { KEY, PASSPHRASE_PROVIDER, stackFiles } from "../support/stackFiles.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";
import { startVault } from "../support/vault.ts";

const CANARY = "canary-Qm52-of-the-client";
const NEW_CANARY = "canary-Zr08-entered-by-hand";

/** Comment and page, beside the JSON. */
const FORMS = ["--markdown", "report.md", "--html", "report.html"];

const PROGRAM = `
  import * as prismatic from "pulumi-prismatic";
  import * as pulumi from "@pulumi/pulumi";
  const config = new pulumi.Config();
  const of = (stableKey, scopes = "chat:write") => new prismatic.CustomerConnection(stableKey, {
    component: "slack", connectionType: "oauth2", stableKey, name: stableKey,
    globalValues: { clientId: "4711", scopes }, globalSecrets: { clientSecret: config.requireSecret("secret") },
  });
  for (const key of ["busy", "edited", "touched"]) of(key, config.get("scopes"));
  of("steady");
  if (config.get("lost") === "true") of("lost");
`;

const ROLLOUT = `version: 1
environment:
  "*": { variables: { PULUMI_CONFIG_PASSPHRASE: { variable: PULUMI_CONFIG_PASSPHRASE } } }
  asia: { variables: { PULUMI_CONFIG_PASSPHRASE: { value: not-the-passphrase } } }
`;

let us: TestTenant;
let eu: TestTenant;
let project: PulumiProject;
/** Everything that was written anywhere, for canaries. */
let written = "";

beforeAll(async () => {
  us = await startTenant({ holds: namesConnections });
  eu = await startTenant();
  const projectName = "test-project";
  const stacks: { stackName: string; tenant: TestTenant; config: Record<string, string> }[] = [
    { stackName: "us", tenant: us, config: { "test-project:lost": "true" } },
    { stackName: "eu", tenant: eu, config: { "test-project:scopes": "chat:read" } },
    { stackName: "asia", tenant: us, config: {} },
    { stackName: "blank", tenant: us, config: {} },
  ];
  const vault = (await startVault(KEY)).settings;
  const files = stacks.map(({ stackName, tenant, config }) =>
    stackFiles({
      projectName,
      stackName,
      config: { ...tenant.config, ...config },
      secrets: { ...tenant.secrets, "test-project:secret": CANARY },
      // Only the stack whose passphrase is wrong needs one.
      keySource: stackName === "asia" ? undefined : vault,
    }),
  );
  project = await createPulumiProject({
    projectName,
    stackName: "us",
    program: PROGRAM,
    files: Object.assign({ "rollout.yaml": ROLLOUT }, ...files) as Record<string, string>,
  });
  await project.up();
  await project.run(["up", "--yes", "--skip-preview", "--stack", "eu"]);
  const { deployment } = await project.exportState();
  const own = { ...deployment, secrets_providers: PASSPHRASE_PROVIDER };
  const copy = JSON.stringify(own).replaceAll("urn:pulumi:us::", "urn:pulumi:asia::");
  const checkpoint = { stack: `organization/${projectName}/asia`, latest: JSON.parse(copy) as object };
  await project.writeFile(
    `.state/.pulumi/stacks/${projectName}/asia.json`,
    JSON.stringify({ version: 3, checkpoint }),
  );
  await saveCredentials(us, "busy", { isUser: "false" });
});
afterAll(async () => {
  await project.dispose();
  await Promise.all([us.dispose(), eu.dispose()]);
});

async function rollout<Report>(...args: string[]) {
  const child = spawn(process.execPath, [join(root, "rollout/bin/prismatic-rollout.js"), ...args], {
    cwd: project.folder,
    env: project.environment({ PRISM_ACCESS_TOKEN: "canary-of-somebody-else", PULUMI_STACK: "eu" }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [code] = (await once(child, "close")) as [number | null];
  const json = await readFile(join(project.folder, "report.json"), "utf8").catch(() => "{}");
  const [markdown = "", html = ""] = await Promise.all(
    ["report.md", "report.html"].map((name) => readFile(join(project.folder, name), "utf8").catch(() => "")),
  );
  written += stdout + stderr + json + markdown + html;
  return { code, stdout, stderr, report: JSON.parse(json) as Report, markdown, html };
}

describe("Commands that read many tenants", () => {
  it("compare stable keys from the states, without a passphrase and without a request", async () => {
    await Promise.all([us.clearRequests(), eu.clearRequests()]);
    const { code, stdout, stderr, report, markdown, html } = await rollout<MatrixReport>(
      ...["matrix", "--stacks", "asia,eu,us", "--json", "report.json", ...FORMS],
    );
    expect(code, stderr).toBe(2);
    expect(report.stackCounts).toEqual({ failed: 0, read: 3 });
    expect(report.keys.map(({ key, agrees }) => [key, agrees])).toEqual([
      ["busy", false],
      ["edited", false],
      ["lost", false],
      ["touched", false],
      ["steady", true],
    ]);
    const busy = report.keys.find(({ key }) => key === "busy");
    expect(Object.fromEntries(busy?.facts.map(({ path, values }) => [path, values]) ?? [])).toEqual({
      kind: [{ value: "CustomerConnection", stacks: ["asia", "eu", "us"] }],
      component: [{ value: "slack", stacks: ["asia", "eu", "us"] }],
      type: [{ value: "oauth2", stacks: ["asia", "eu", "us"] }],
      embeddedWorkflows: [{ value: "no", stacks: ["asia", "eu", "us"] }],
      "secrets.clientSecret": [{ value: "set", stacks: ["asia", "eu", "us"] }],
      "values.clientId": [{ value: "4711", stacks: ["asia", "eu", "us"] }],
      "values.scopes": [
        { value: "chat:write", stacks: ["asia", "us"] },
        { value: "chat:read", stacks: ["eu"] },
      ],
    });
    expect(report.keys.find(({ key }) => key === "lost")).toMatchObject({ missing: ["eu"] });
    expect(stdout).toContain('values.scopes: "chat:write" in 2 of 3; "chat:read" in eu');
    expect(stdout).toContain("1 key agrees in 3 stacks:\n    steady");
    expect(html).toContain("<span>4 of 5 stable keys differ.</span>");
    expect(markdown).toContain("| `lost` | `=` | `-` | `=` |");
    expect([...(await us.requests()), ...(await eu.requests())]).toEqual([]);
  });

  it("compare stable keys in the tenants, and never take one that was not read for one without keys", async () => {
    const { code, stdout, stderr, report } = await rollout<MatrixReport>(
      ...["matrix", "--live", "--stacks", "asia,eu,us", "--json", "report.json"],
    );
    expect(code, stderr).toBe(1);
    expect(report.stacks.map(({ stack, status, keys }) => [stack, status, keys])).toEqual([
      ["asia", "failed", { notCounted: expect.stringContaining("configuration") as string }],
      ["eu", "read", { counted: 4 }],
      ["us", "read", { counted: 5 }],
    ]);
    const busy = report.keys.find(({ key }) => key === "busy");
    expect(busy?.facts.find(({ path }) => path === "integrations.Alerts")?.values).toEqual([
      { value: "version 2", stacks: ["us"] },
      { value: null, stacks: ["eu"] },
    ]);
    expect(busy?.facts.find(({ path }) => path === "secrets.clientSecret")?.values).toEqual([
      { value: "set", stacks: ["eu", "us"] },
    ]);
    expect(stdout).toMatch(/^lost +\? {2}- {2}=$/m);
  });

  it("list what fails, what waits and what nothing uses, customers' credentials included", async () => {
    const { customerConfigVariables } = await us.query<{
      customerConfigVariables: { nodes: { id: string; customer: { externalId: string } | null }[] };
    }>("query { customerConfigVariables { nodes { id customer { externalId } } } }");
    const ofCustomer = (name: string) =>
      customerConfigVariables.nodes.find(({ customer }) => customer?.externalId === name)?.id ?? "";
    await us.setStatus(ofCustomer("globex"), "ERROR");
    await us.setStatus(ofCustomer("initech"), "ACTIVE");
    await us.setStatus(ofCustomer("hooli"), "PENDING");
    const { code, stdout, stderr, report, markdown, html } = await rollout<ConnectionReport>(
      ...["report", "--stacks", "asia,eu,us", "--json", "report.json", ...FORMS],
    );
    expect(code, stderr).toBe(1);
    expect(report.stackCounts).toEqual({ failed: 1, findings: 2, clean: 0 });
    const ofUs = report.findings.filter(({ stack }) => stack === "us");
    expect(ofUs.map(({ kind, key, customer, status }) => [kind, key, customer, status])).toEqual([
      ["fails", "busy", "globex", "ERROR"],
      ["waits", "busy", "hooli", "PENDING"],
      ["unused", "edited", undefined, undefined],
      ["unused", "lost", undefined, undefined],
      ["unused", "steady", undefined, undefined],
      ["unused", "touched", undefined, undefined],
    ]);
    expect(report.stacks.find(({ stack }) => stack === "us")).toMatchObject({
      connections: { counted: 5 },
      credentials: { counted: 3 },
      fails: { counted: 1 },
    });
    expect(stdout).toContain("us: busy, customer globex (ERROR)");
    expect(markdown).toContain("| 1 | **fails** | `busy` | 1 customer | `ERROR` | `us` |");
    for (const text of [markdown, html]) expect(text).toContain("1 failed + 2 with findings + 0 clean");
    const few = await rollout<ConnectionReport>(
      ...["report", "--stacks", "us", "--requests", "2", "--json", "report.json"],
    );
    expect([few.code, few.report.stacks[0]?.unused]).toEqual([
      1,
      { notCounted: expect.stringContaining("the budget of 2 requests is used up") as string },
    ]);
  });

  it("find drift and tell its kind, and count a stack that failed as nothing else", async () => {
    const nothing = await rollout<DriftReport>(
      ...["drift", "--stacks", "eu,blank", "--json", "report.json", "--requests", "20"],
    );
    expect(nothing.code, nothing.stderr).toBe(0);
    // Of a stack that was never updated, nothing is compared, and it says so.
    expect(nothing.report.stacks).toMatchObject([
      { stack: "blank", status: "inSync", compared: { counted: 0 } },
      { stack: "eu", status: "inSync", compared: { counted: 4 }, tenant: { url: eu.url, id: eu.id } },
    ]);

    await us.change("edited", { key: "Edited by hand", inputs: { scopes: "everything" } });
    await us.change("touched", { inputs: { clientSecret: NEW_CANARY } });
    await us.remove("lost");
    await us.clearRequests();
    const before = await project.stateFilesText();
    const { code, stdout, stderr, report, markdown, html } = await rollout<DriftReport>(
      ...["drift", "--stacks", "asia,eu,us", "--json", "report.json", ...FORMS],
    );
    expect(code, stderr).toBe(1);
    expect(await project.stateFilesText()).toBe(before);
    expect(await us.mutations()).toEqual([]);
    expect(report.stackCounts).toEqual({ failed: 1, drifted: 1, inSync: 1 });
    expect(
      report.stacks.map(({ stack, lost, edited, secretTouched }) => [stack, lost, edited, secretTouched]),
    ).toEqual([
      ["asia", ...Array<object>(3).fill({ notCounted: "The passphrase of the stack is wrong." })],
      ["eu", ...Array<object>(3).fill({ counted: 0 })],
      ["us", ...Array<object>(3).fill({ counted: 1 })],
    ]);
    expect(report.rows.map(({ kind, key, stacks }) => [kind, key, stacks])).toEqual([
      ["lost", "lost", ["us"]],
      ["edited", "edited", ["us"]],
      ["secretTouched", "touched", ["us"]],
    ]);
    const shared = (before_: object, after: object) => ({ shared: { before: before_, after } });
    expect(report.rows[1]?.changes).toEqual([
      expect.objectContaining({
        path: "globalValues.scopes",
        difference: shared({ text: "chat:write" }, { text: "everything" }),
      }),
      expect.objectContaining({
        path: "name",
        difference: shared({ text: "edited" }, { text: "Edited by hand" }),
      }),
    ]);
    expect(report.rows[2]?.changes).toEqual([
      {
        path: "clientSecret",
        isSecret: true,
        difference: shared({ text: "revision 1" }, { hidden: true }),
      },
    ]);
    expect(stdout).toContain("3 stacks: 1 failed, 1 drifted, 1 in sync");
    expect(markdown.split("\n").slice(0, 2)).toEqual([
      "<!-- prismatic-rollout drift test-project -->",
      "## Drift of `test-project`: 1 of 3 tenants failed; 1 of 3 tenants has drifted: 1 lost, 1 edited and 1 secret touched",
    ]);
    expect(markdown).toMatch(/^\| `asia` \| failed \|( not counted \|){5}/m);
    expect(markdown).toContain("- clientSecret: revision 1\n+ clientSecret: (not shown)");
    for (const text of [markdown, html]) expect(text).toContain("1 failed + 1 drifted + 1 in sync");

    const drifted = await rollout<DriftReport>(...["drift", "--stacks", "us", "--exit-zero-on-changes"]);
    expect(drifted.code).toBe(0);
    const few = await rollout<DriftReport>(
      ...["drift", "--stacks", "us", "--requests", "1", "--json", "report.json"],
    );
    expect(few.code).toBe(1);
    expect(few.report.stacks[0]?.failures).toHaveLength(1);
    expect(few.report.stacks[0]?.compared).toEqual({
      notCounted: expect.stringContaining("the budget of 1 requests is used up") as string,
    });
  });

  it("write no secret", () => {
    expect(written.length).toBeGreaterThan(1000);
    for (const canary of [CANARY, NEW_CANARY, us.refreshToken, "canary-of-somebody-else"]) {
      expect(written).not.toContain(canary);
    }
  });
});
