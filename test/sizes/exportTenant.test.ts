import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../tools/setup/paths.mjs";
import { contentsOf, type Contents } from "../support/contents.ts";
import { resourceChanges } from "../support/engineEvents.ts";
import { fillTenant, filledSecrets } from "../support/filledTenant.ts";
import { runCommand } from "../support/processes.ts";
import { PulumiProject } from "../support/pulumi.ts";
import { isPromised } from "../support/size.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";
import { announced, arrived, difference, objectsOf } from "../engine/fidelity/mutations.ts";

/** A line that sets a secret of the stack. */
const SECRET_SET = /^pulumi config set --secret (\S+)$/;

const CANARY = /canary-|FAKE-dropbox-app-secret/;

describe("prismatic-rollout export", () => {
  let folder: string;
  let tenant: TestTenant;
  let project: PulumiProject;
  let before: Contents;
  let shown = "";

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "export-"));
    tenant = await startTenant({
      holds: {
        customers: [{ externalId: "hooli", name: "Hooli" }],
        connections: [
          {
            stableKey: "draft",
            name: "Draft",
            component: "openai",
            variableScope: "org",
            managedBy: "system",
          },
          {
            ...{ stableKey: "hooli-own", name: "Hooli's own", component: "openai" },
            ...{ variableScope: "org", managedBy: "org", customer: "hooli" },
          },
        ],
      },
    });
    await fillTenant(tenant, folder);
    before = await contentsOf(tenant);
    project = new PulumiProject(join(folder, "acme"), { projectName: "acme", stackName: "main", env: {} });
  });
  afterAll(async () => {
    await tenant?.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const exportTo = (args: string[]) =>
    runCommand(process.execPath, [join(root, "rollout/dist/main.js"), "export", ...args], {
      cwd: folder,
      env: project.environment({
        PULUMI_STACK: undefined,
        PRISMATIC_URL: tenant.url,
        PRISM_REFRESH_TOKEN: tenant.refreshToken,
      }),
    });

  it("writes a project, counts every object once, and shows no secret", async () => {
    await tenant.clearRequests();
    const { exitCode, output, stdout } = await exportTo(["acme"]);
    expect(exitCode, output).toBe(0);
    shown = stdout;
    expect(await tenant.mutations()).toEqual([]);
    expect(sumsIn(shown)).toEqual({
      connections: [8, 6, 2],
      "test credentials": [3, 3, 0],
      "customers' credentials": [14, 13, 1],
      integrations: [2, 2, 0],
      "components of your own": [2, 0, 2],
      "customers with embedded access": [1, 1, 0],
      together: [30, 25, 5],
    });
    for (const reason of [
      'Left out, connections: "draft": it is build-only',
      'Left out, connections: "hooli-own": it belongs to the customer "Hooli" alone.',
      `Left out, customers' credentials: "slack-oauth/globex": the customer supplied them`,
      'Left out, components of your own: "acme", "todoist"',
    ])
      expect(shown).toContain(reason);
    expect(output).not.toMatch(CANARY);
    expect(output).not.toContain(tenant.refreshToken);
    expect(await textOf(project.folder)).not.toMatch(CANARY);
    expect((await stat(project.folder)).mode & 0o777).toBe(0o700);
    expect((await stat(join(project.folder, "import.json"))).mode & 0o777).toBe(0o600);
  });

  it("names every missing secret with its command before anything else happens", async () => {
    // The packages of the repository, in place of `npm install`.
    for (const name of ["@pulumi/pulumi", "pulumi-prismatic", "pulumi-prismatic-policies"]) {
      const link = join(project.folder, "node_modules", name);
      await mkdir(dirname(link), { recursive: true });
      await symlink(join(root, "node_modules", name), link);
    }
    await mkdir(join(project.folder, ".state"));
    const [init] = (await readmeCommands()).filter((line) => line.startsWith("pulumi stack init"));
    await run(init ?? "");
    const { output } = await project.preview([], { expectFailure: true });
    const named = [...output.matchAll(/pulumi config set --secret (\w+)/g)].map(([, key]) => key);
    expect(named.toSorted()).toEqual(Object.keys(filledSecrets).toSorted());
    expect(output).not.toMatch(/^\s+at /m);
  });

  it("leads to an empty preview by the commands of its README as they stand", async () => {
    const commands = await readmeCommands();
    expect(commands[0]).toBe("npm install");
    await tenant.clearRequests();
    for (const command of commands.slice(2)) {
      if (command === "pulumi up") {
        expect(await tenant.mutations()).toEqual([]);
        expect(await project.stateFilesText()).not.toMatch(CANARY);
        const { events, output } = await project.preview([], { events: true });
        expect(output).not.toMatch(CANARY);
        expect(resourceChanges(events)).not.toHaveProperty("create");
        expect(resourceChanges(events)).not.toHaveProperty("delete");
        await run(command);
        const sent = arrived(await tenant.mutations(), await objectsOf(tenant));
        expect(difference(announced(events), sent)).toBeUndefined();
        await tenant.clearRequests();
      } else if (isPromised || !isFurtherSecret(command, commands)) {
        await run(command);
      } else {
        const [, key = ""] = SECRET_SET.exec(command) ?? [];
        await project.setConfig(key, filledSecrets[key] ?? "", { secret: true });
      }
    }
    expect(commands.at(-2)).toContain("preview --refresh --expect-no-changes");
    await expect(stat(join(project.folder, "import.json"))).rejects.toThrow("ENOENT");
    expect(await tenant.mutations()).toEqual([]);
    expect(await project.stateFilesText()).not.toMatch(CANARY);
    expect(await contentsOf(tenant)).toMatchObject(before);
  });

  it("writes the registry that the policy pack's command writes", async () => {
    const out = join(project.folder, "again.json");
    const main = join(root, "policies/dist/main.js");
    const { exitCode, output } = await runCommand(
      process.execPath,
      [main, "registry", "--stack", "main", "--out", out],
      { cwd: project.folder, env: project.environment() },
    );
    expect(exitCode, output).toBe(0);
    expect(await readFile(join(project.folder, "stable-keys.json"), "utf8")).toBe(
      await readFile(out, "utf8"),
    );
  });

  /** The commands of the README's steps, in their order. */
  async function readmeCommands(): Promise<string[]> {
    const readme = await readFile(join(project.folder, "README.md"), "utf8");
    const [, steps = ""] = /^## From here to an empty preview$([^]*?)^## /m.exec(readme) ?? [];
    return [...steps.matchAll(/^ *```sh\n([^]*?)^ *```$/gm)].flatMap(([, block = ""]) =>
      block.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()])),
    );
  }

  /** True for all lines that set a secret but the first two, which differ in no more than the name. */
  function isFurtherSecret(line: string, lines: string[]): boolean {
    return lines.filter((each) => SECRET_SET.test(each)).indexOf(line) > 1;
  }

  /** Runs a line as a shell does; it is asked for secrets on its standard input. */
  async function run(line: string): Promise<void> {
    const [, key = ""] = SECRET_SET.exec(line) ?? [];
    const env = project.environment({ PULUMI_STACK: undefined, PULUMI_SKIP_CONFIRMATIONS: "true" });
    const child = spawn("sh", ["-c", line], { cwd: project.folder, env, stdio: "pipe" });
    child.stdin.end(key === "prismatic:refreshToken" ? tenant.refreshToken : (filledSecrets[key] ?? ""));
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    expect(code, `${line}\n${output}${errors}`).toBe(0);
    expect(output + errors).not.toMatch(CANARY);
  }
});

/** The numbers of the table at the end: found, exported, left out. */
function sumsIn(output: string): Record<string, number[]> {
  const rows = [...output.matchAll(/^(\S.*?) +(\d+) +(\d+) +(\d+)$/gm)];
  return Object.fromEntries(rows.map(([, kind = "", ...numbers]) => [kind, numbers.map(Number)]));
}

/** All that is written in a folder. */
async function textOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), "utf8")));
  return texts.join("\n");
}
