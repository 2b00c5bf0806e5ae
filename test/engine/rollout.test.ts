import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../tools/setup/paths.mjs";
import { markdown } from "../../rollout/src/report/markdown.ts";
import { page } from "../../rollout/src/report/page.tsx";
import type { PreviewReport } from "../../rollout/src/report/schema.ts";
import { foreignParts } from "../../rollout/src/testing/commentTree.ts";
import { foreignInPage } from "../../rollout/src/testing/pageTree.ts";
import { namesConnections, saveCredentials } from "../support/inUse.ts";
import { packFolder } from "../support/policyPack.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { KEY, PASSPHRASE_PROVIDER, stackFiles } from "../support/stackFiles.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";
import { startOnTerminal } from "../support/terminal.ts";
import { startVault } from "../support/vault.ts";

const CANARY = "canary-Gk31-of-the-configuration";
const TEST_CANARY = "canary-Pw77-of-the-test-credentials";

/** Stacks by what their program does; `us` alone is updated, and its state copied to the others. */
const MODES = {
  us: "renames",
  "eu.Acme_Ltd-1": "renames",
  peer: "renames and describes",
  still: "changes nothing",
  throws: "throws",
  wrong: "renames",
  advised: "advised",
  violates: "violates",
  hangs: "hangs",
};

/** Stacks whose key comes from the passphrase that rollout.yaml names; that of the others comes from a vault. */
const WITH_PASSPHRASE = ["eu.Acme_Ltd-1", "wrong"];

const PROGRAM = `
  import { writeFileSync } from "node:fs";
  import * as prismatic from "pulumi-prismatic";
  import * as pulumi from "@pulumi/pulumi";
  const config = new pulumi.Config();
  const secret = config.requireSecret("secret");
  const mode = config.require("mode");
  if (mode === "hangs") {
    process.on("SIGINT", () => {});
    writeFileSync("hanging", String(process.pid));
    await new Promise(() => setInterval(() => {}, 1000));
  }
  if (mode === "throws") secret.apply((value) => { throw new RangeError("because of " + Buffer.from(value).toString("base64")); });
  secret.apply((value) => console.log("the program tells", value));
  new prismatic.CustomerConnection("slack", {
    component: "slack", connectionType: "oauth2", stableKey: "busy", redeployInstances: "never",
    name: VERSION === 1 || mode === "changes nothing" ? "Slack" : "Slack for all",
    ...(mode === "renames and describes" ? { description: "Only here" } : {}),
    ...(["advised", "violates"].includes(mode) ? { description: mode } : {}),
    globalValues: { clientId: "4711", scopes: "chat:write" },
    globalSecrets: { clientSecret: VERSION === 1 || mode === "changes nothing" ? "first-secret" : secret, signingSecret: secret },
  });
  if (VERSION === 2 && mode === "renames and describes") {
    new prismatic.CustomerConnection("hook", {
      component: "slack", connectionType: "webhookUrl", stableKey: "slack-hook", name: "Hook",
      testCredentials: { secrets: { webhookUrl: "https://hooks.example/TEST_CANARY" } },
    });
  }
`;

const PACK = `
  import { PolicyPack } from "@pulumi/policy";
  const of = (name, enforcementLevel, word) => ({
    name, description: "Watches over " + word + ".", enforcementLevel,
    validateResource: ({ props }, report) => props.description === word && report("it is " + word + " " + JSON.stringify(props.globalSecrets)),
  });
  new PolicyPack("own", { policies: [of("advice", "advisory", "advised"), of("rule", "mandatory", "violates")] });
`;

const ROLLOUT = `version: 1
stacks: { exclude: [hangs] }
labels: { "eu*": [eu] }
waves: [{ name: europe, match: { label: eu } }, { name: others, match: rest }]
environment:
  "*": { variables: { PULUMI_CONFIG_PASSPHRASE: { variable: PULUMI_CONFIG_PASSPHRASE } } }
  wrong: { variables: { PULUMI_CONFIG_PASSPHRASE: { value: not-the-passphrase } } }
`;

type Run = Record<"stdout" | "stderr", string> & { code: number | null };

let tenant: TestTenant;
let project: PulumiProject;
let pack: string;

const programOf = (version: number) =>
  PROGRAM.replaceAll("VERSION", String(version)).replaceAll("TEST_CANARY", TEST_CANARY);

/** Everything that was written anywhere, for canaries. */
let written = "";

beforeAll(async () => {
  tenant = await startTenant({ holds: namesConnections });
  const projectName = "test-project";
  const vault = (await startVault(KEY)).settings;
  const files = Object.entries(MODES).map(([stackName, mode]) =>
    stackFiles({
      projectName,
      stackName,
      config: { ...tenant.config, "test-project:mode": mode },
      secrets: { ...tenant.secrets, "test-project:secret": CANARY },
      keySource: WITH_PASSPHRASE.includes(stackName) ? undefined : vault,
    }),
  );
  project = await createPulumiProject({
    projectName,
    stackName: "us",
    program: programOf(1),
    files: Object.assign({ "rollout.yaml": ROLLOUT }, ...files) as Record<string, string>,
  });
  pack = await packFolder(PACK);
  await project.up();
  await saveCredentials(tenant, "busy", { isUser: "false" });
  const { deployment } = await project.exportState();
  for (const name of Object.keys(MODES)) {
    const keySource = WITH_PASSPHRASE.includes(name) ? PASSPHRASE_PROVIDER : deployment.secrets_providers;
    const own = { ...deployment, secrets_providers: keySource };
    const copy = JSON.stringify(own).replaceAll("urn:pulumi:us::", `urn:pulumi:${name}::`);
    const file = `.state/.pulumi/stacks/${projectName}/${name}.json`;
    const checkpoint = { stack: `organization/${projectName}/${name}`, latest: JSON.parse(copy) as object };
    await project.writeFile(file, JSON.stringify({ version: 3, checkpoint }));
  }
  await project.writeProgram(programOf(2));
});
afterAll(async () => {
  await project.dispose();
  await tenant.dispose();
  await rm(pack, { recursive: true, force: true });
});

const COMMAND = [process.execPath, join(root, "rollout/bin/prismatic-rollout.js")] as const;

function start(args: string[]) {
  const [node, ...command] = COMMAND;
  const child = spawn(node, [...command, "preview", ...args], {
    cwd: project.folder,
    env: project.environment({ PRISM_ACCESS_TOKEN: "canary-of-somebody-else", PULUMI_STACK: "hangs" }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const found: Run = { code: null, stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text: string) => (found[name] += text));
  const ended = once(child, "close").then(([code]) => {
    written += found.stdout + found.stderr;
    return { ...found, code: code as number | null };
  });
  return { child, ended, found };
}

/** Command lines of all processes that run in the project. */
function running(): string[] {
  return readdirSync("/proc").flatMap((id) => {
    try {
      const line = readFileSync(`/proc/${id}/cmdline`, "utf8").replaceAll("\0", " ");
      return /^\d+$/.test(id) && line.includes(project.folder) ? [line] : [];
    } catch {
      return [];
    }
  });
}

describe("A preview of many stacks", () => {
  it("reports each of them once, whatever became of the others, and changes none", async () => {
    const settings = () =>
      Promise.all(
        Object.keys(MODES).map((name) => readFile(join(project.folder, `Pulumi.${name}.yaml`), "utf8")),
      );
    const before = [await settings(), await project.stateFilesText()];
    const args = [
      "--stacks",
      "us,eu*,peer,still,throws,wrong,advised,nope",
      "--policy-pack",
      pack,
      ...["--json", "report.json", "--markdown", "comment.md", "--html", "page.html"],
    ];
    const { code, stdout, stderr } = await start(args).ended;
    const file = (name: string) => readFile(join(project.folder, name), "utf8");
    const [json, comment, html] = [
      await file("report.json"),
      await file("comment.md"),
      await file("page.html"),
    ];
    written += json + comment + html;
    const report = JSON.parse(json) as PreviewReport;
    expect(code, stderr).toBe(1);
    expect(comment).toBe(markdown(report));
    expect(html).toBe(page(report));
    expect(foreignParts(comment)).toEqual([]);
    expect(foreignInPage(html)).toEqual([]);
    expect([await settings(), await project.stateFilesText()]).toEqual(before);

    expect(Object.fromEntries(report.stacks.map(({ stack, status }) => [stack, status]))).toEqual({
      advised: "changed",
      "eu.Acme_Ltd-1": "changed",
      nope: "failed",
      peer: "changed",
      still: "unchanged",
      throws: "failed",
      us: "changed",
      wrong: "failed",
    });
    expect(report.stackCounts).toEqual({ failed: 3, violation: 0, changed: 4, unchanged: 1 });
    const stack = (name: string) => report.stacks.find((each) => each.stack === name);
    expect(stack("us")).toMatchObject({
      tenant: { url: tenant.url, id: tenant.id },
      wave: "others",
      operations: { replace: 0, delete: 0, update: 1, create: 0, unchanged: 0 },
    });
    expect(stack("eu.Acme_Ltd-1")).toMatchObject({ wave: "europe", labels: ["eu"] });
    expect(stack("still")?.operations.unchanged).toBe(1);

    expect(stack("nope")?.failures).toEqual([
      {
        message: 'There is no stack "nope".',
        nextStep: expect.stringContaining("pulumi stack init") as string,
      },
    ]);
    expect(stack("wrong")?.failures).toEqual([
      {
        message: "The passphrase of the stack is wrong.",
        nextStep: expect.stringContaining("rollout.yaml") as string,
      },
    ]);
    expect(stack("throws")?.failures).toEqual([
      {
        message: expect.stringMatching(/^The program failed with an exception \(RangeError\)/) as string,
        nextStep: "Type, to see it: pulumi preview --stack throws",
      },
    ]);
    expect(stack("advised")?.violations).toEqual([
      expect.objectContaining({ pack: "own", policy: "advice", isMandatory: false }),
    ]);

    // Those that differ from their peers first, and the one change of the others as one.
    const groups = report.groups.filter(({ key }) => key === "busy");
    expect(groups.map(({ stacks }) => stacks)).toEqual([
      ["advised", "peer"],
      ["eu.Acme_Ltd-1", "us"],
    ]);
    expect(groups[1]).toMatchObject({
      operation: "update",
      class: "CustomerConnection",
      key: "busy",
      mutations: [{ field: "updateScopedConfigVariable", times: 1 }],
      unlike: ["advised", "peer", "still"],
      changes: [
        {
          path: "name",
          difference: { shared: { before: { text: "Slack" }, after: { text: "Slack for all" } } },
        },
        {
          path: "secretRevisions.clientSecret",
          isSecret: true,
          difference: { shared: { before: { text: "1" }, after: { text: "2" } } },
        },
      ],
    });
    const zero = { counted: 0 };
    expect(groups[1]?.reach["us"]).toEqual({
      instances: { counted: 2 },
      workflows: { counted: 1 },
      customersWithCredentials: { counted: 3 },
      redeployedInstances: zero,
      upgradedInstances: zero,
      switchedSteps: zero,
      repeatedAuthorizations: { notCounted: expect.stringContaining("Prismatic decides") as string },
    });
    const hook = report.groups.find(({ key }) => key === "slack-hook");
    expect(hook).toMatchObject({
      operation: "create",
      stacks: ["peer"],
      unlike: expect.arrayContaining(["us"]) as string[],
    });
    expect(hook?.mutations.map(({ field }) => field)).toEqual([
      "createScopedConfigVariable",
      "createCustomerConfigVariable",
    ]);
    expect(stdout).toContain("8 stacks: 3 failed, 0 with policy violations, 4 changed, 1 unchanged");
  });

  it("ends with exit code 3 for a mandatory violation, and reads the stacks of a label", async () => {
    const runs = [];
    for (const args of [
      ["--label", "eu"],
      ["--stacks", "violates,us"],
    ]) {
      runs.push(await start([...args, "--policy-pack", pack, "--json", "-"]).ended);
    }
    expect(runs.map(({ code }) => code)).toEqual([2, 3]);
    const [labelled, violated] = runs.map(({ stdout }) => JSON.parse(stdout) as PreviewReport);
    expect(labelled?.stacks.map(({ stack }) => stack)).toEqual(["eu.Acme_Ltd-1"]);
    expect(violated?.stackCounts).toEqual({ failed: 0, violation: 1, changed: 1, unchanged: 0 });
    const found = violated?.stacks.find(({ stack }) => stack === "violates");
    expect(found?.failures).toEqual([]);
    expect(found?.violations).toEqual([
      expect.objectContaining({
        pack: "own",
        policy: "rule",
        isMandatory: true,
        urn: expect.stringContaining("slack") as string,
      }),
    ]);
  });

  it("writes the comment to standard output in place of the table, and only one form there", async () => {
    const { code, stdout } = await start(["--stacks", "still", "--markdown", "-"]).ended;
    expect(code).toBe(0);
    expect(stdout.split("\n")[0]).toBe("<!-- prismatic-rollout preview test-project -->");
    expect(stdout).not.toContain("STACK ");
    const refused = await start(["--stacks", "still", "--markdown", "-", "--json", "-"]).ended;
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stderr)).toEqual({
      error: {
        code: "PRISMATIC_USAGE",
        message: "--json and --markdown cannot both be standard output.",
        next: "Give all but one of them a file.",
      },
    });
  });

  it("does not begin where its report could not be written, or nothing is chosen", async () => {
    const unwritable = await start(["--all", "--json", "no/such/folder/report.json"]).ended;
    expect([unwritable.code, unwritable.stdout]).toEqual([1, ""]);
    expect(unwritable.stderr).toBe(
      "error: The report cannot be written to no/such/folder/report.json (ENOENT).\nNext: Name another file with --json.\n" +
        "Code: PRISMATIC_FILE\n",
    );
    const nothing = await start([]).ended;
    expect([nothing.code, nothing.stdout]).toEqual([1, ""]);
    expect(nothing.stderr).toContain("No stack was chosen.\nNext: Type --all");
  });

  it("has exit code 0 where nothing would change", async () => {
    const { code, stdout } = await start(["--stacks", "still", "--exit-zero-on-changes"]).ended;
    expect(code).toBe(0);
    expect(stdout).toContain("1 stacks: 0 failed, 0 with policy violations, 0 changed, 1 unchanged");
  });

  it("ends a stack that never answers by its deadline, and leaves no process", async () => {
    await project.writeFile("rollout.yaml", "version: 1\n");
    const { code, stdout } = await start(["--stacks", "hangs", "--timeout", "4s"]).ended;
    expect(code).toBe(1);
    expect(stdout).toContain("hangs failed: The preview did not end within 4 s");
    expect(running()).toEqual([]);
  });

  it("says at a Ctrl-C what was read until then, below its list, and leaves no process", async () => {
    await rm(join(project.folder, "hanging"), { force: true });
    const args = ["preview", "--stacks", "hangs,still", "--max-concurrent", "2"];
    const { ended, found, type } = startOnTerminal([...COMMAND, ...args], {
      ...{ cwd: project.folder, env: project.environment() },
    });
    const isHanging = () => readFile(join(project.folder, "hanging"), "utf8").then(Boolean, () => false);
    await expect.poll(async () => found.text.includes("still: unchanged") && (await isHanging())).toBe(true);
    type("\u0003");
    expect(await ended, found.text).toBe(130);
    written += found.text;
    const shown = stripVTControlCharacters(found.text);
    expect(shown).toContain("2 stacks: 1 failed, 0 with policy violations, 0 changed, 1 unchanged");
    expect(shown).toContain("hangs failed: The command was interrupted before this stack was read.");
    expect(running()).toEqual([]);
  });

  it("writes no secret anywhere, whatever the program or a policy prints", () => {
    expect(written.length).toBeGreaterThan(1000);
    for (const canary of [
      CANARY,
      TEST_CANARY,
      tenant.refreshToken,
      "canary-of-somebody-else",
      "not-the-passphrase",
    ]) {
      expect(written).not.toContain(canary);
      expect(written).not.toContain(Buffer.from(canary).toString("base64"));
    }
    expect(written).not.toContain("program tells");
  });
});
