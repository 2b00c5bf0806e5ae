import type { ChildProcess } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../tools/setup/paths.mjs";
import { installProject, withOurs, type ManifestPart } from "../support/installedProject.ts";
import { packageManagers, type PackageManager } from "../support/packageManagers.ts";
import { startRegistry, type PackageRegistry } from "../support/packageRegistry.ts";
import { runCommand } from "../support/processes.ts";
import type { PulumiProject } from "../support/pulumi.ts";
import { startTenant } from "../support/tenant.ts";

const template = (name: string) => readFile(join(root, "test/fixtures/template", name), "utf8");

/** A kind of project: its files by path, and the folder of the Pulumi program. */
interface Kind {
  files: Record<string, string>;
  program: string;
}

const KINDS: Record<string, (manager: PackageManager) => Promise<Kind>> = {
  "Pulumi's template, unchanged": async ({ files }) => ({
    program: ".",
    files: {
      ...files,
      "package.json": await withOurs(JSON.parse(await template("package.json")) as ManifestPart),
      "tsconfig.json": await template("tsconfig.json"),
      "Pulumi.yaml": await template("Pulumi.yaml"),
    },
  }),
  "a module with nodenext": async ({ files }) => ({
    program: ".",
    files: {
      ...files,
      "package.json": await withOurs({
        ...{ name: "smallest", type: "module", main: "index.ts" },
        dependencies: { "@pulumi/pulumi": "^3.270.0" },
        devDependencies: { "@types/node": "^24", typescript: "^6" },
      }),
      "tsconfig.json": JSON.stringify({
        compilerOptions: { target: "es2023", module: "nodenext", strict: true, types: ["node"] },
        files: ["index.ts"],
      }),
      "Pulumi.yaml": "name: smallest\nruntime: { name: nodejs, options: { typescript: false } }\n",
    },
  }),
  "a workspace of a monorepo": async ({ files, workspaces }) => ({
    program: "infra",
    files: {
      ...files,
      ...workspaces.files,
      "package.json": await withOurs({
        ...(JSON.parse(await template("package.json")) as ManifestPart),
        ...{ name: "monorepo", private: true, ...workspaces.manifest },
      }),
      "infra/package.json": JSON.stringify({ name: "infra", version: "1.0.0", main: "index.ts" }),
      "infra/tsconfig.json": await template("tsconfig.json"),
      "infra/Pulumi.yaml": await template("Pulumi.yaml"),
    },
  }),
};

const MANAGERS = ["npm", "pnpm", "yarn", "bun"];

const grid = MANAGERS.flatMap((manager) => Object.keys(KINDS).map((kind) => ({ manager, kind })));

describe("The packages, installed from their tarballs into a project elsewhere,", () => {
  let folder: string;
  let registry: PackageRegistry;
  let managers: Record<string, PackageManager>;
  let program: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "installed-"));
    [registry, managers] = await Promise.all([startRegistry(), packageManagers(folder)]);
    const readme = await readFile(join(root, "README.md"), "utf8");
    program = /## The smallest program\s+```ts\n(.*?)```/s.exec(readme)?.[1] ?? "";
  });
  afterAll(async () => {
    await registry[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  /** Runs a command that the manager has linked. */
  function run(
    project: PulumiProject,
    [command = "", ...args]: string[],
    onStart?: (child: ChildProcess) => void,
  ) {
    const bins = [project.folder, dirname(project.folder)].map((place) => join(place, "node_modules/.bin"));
    const env = project.environment();
    return runCommand(command, args, {
      cwd: project.folder,
      env: { ...env, PATH: [...bins, env["PATH"]].join(delimiter) },
      ...(onStart ? { onStart } : {}),
    });
  }

  it.each(grid)("work in $kind by $manager", async ({ manager: name, kind }) => {
    const manager = managers[name];
    const files = manager && (await KINDS[kind]?.(manager));
    if (manager === undefined || files === undefined) throw new Error(`There is no ${name}`);
    await using tenant = await startTenant();
    const options = { folder, kind: files, source: program, tenant, manager, registry: registry.url };
    await using project = await installProject(options);
    const types = await run(project, ["tsc", "--noEmit", "--pretty", "false"]);
    expect(types).toMatchObject({ output: "", exitCode: 0 });

    const pack = `${kind.includes("monorepo") ? "../" : ""}node_modules/pulumi-prismatic-policies`;
    // Which of the policies are kept is no matter of the installation.
    const { output } = await project.preview(["--policy-pack", pack], { expectFailure: "either" });
    expect(output).toMatch(/\+ pulumi-nodejs:dynamic\/prismatic:CustomerConnection: \(create\)/);
    expect(output).toMatch(/\+ 2 to create/);
    expect(output).toMatch(/Policy Packs run:[^]*pulumi-prismatic-policies\|local/);

    const rollout = await run(project, ["prismatic-rollout", "preview", "--all", "--json", "-"]);
    expect(rollout, rollout.output).toMatchObject({ exitCode: 2 });
    expect(JSON.parse(rollout.stdout)).toMatchObject({ stacks: [{ stack: "test" }] });

    await project.up();
    const { resources = [] } = (await project.exportState()).deployment;
    const made = resources.find(({ type }) => type.endsWith("CustomerConnection"));
    // Of a module, Pulumi's SDK knows no place.
    if (!kind.includes("module")) expect(made?.sourcePosition).toMatch(/^project:\/\/\/index\.ts#/);
    // What the provider keeps is not about where the packages are: others may have them elsewhere.
    expect(JSON.stringify([made?.inputs, made?.outputs])).not.toMatch(/node_modules|\.pnpm|\.bun|dist\//);
    expect((await project.preview()).output).toMatch(/2 unchanged/);

    const imported = await run(project, [
      "pulumi-prismatic",
      "import-file",
      "slack-oauth",
      "--stack",
      "test",
    ]);
    expect(imported.stdout).toContain('"stableKey": "slack-oauth"');
    const emulator = await run(
      project,
      ["prismatic-emulator", "--port", "0", "--data", ".emulator"],
      (child) => child.stdout?.once("data", () => child.kill()),
    );
    expect(JSON.parse(emulator.stdout)).toMatchObject({ stacks: [{ name: "us" }, { name: "eu" }] });
  });
});
