import { chmod, link, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engineFolder, root } from "../../tools/setup/paths.mjs";
import { installProject, withOurs, type ManifestPart } from "../support/installedProject.ts";
import { packageManagers } from "../support/packageManagers.ts";
import { startRegistry, type PackageRegistry } from "../support/packageRegistry.ts";
import { runCommand } from "../support/processes.ts";
import type { PulumiProject } from "../support/pulumi.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const VERSIONS = ["20.20.0", "22.18.0"];

const template = (name: string) => readFile(join(root, "test/fixtures/template", name), "utf8");

describe.each(VERSIONS)("On Node.js %s, the installed packages say which version they need:", (version) => {
  let folder: string;
  let registry: PackageRegistry;
  let tenant: TestTenant;
  let project: PulumiProject;
  let node: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "old-node-"));
    [registry, tenant] = await Promise.all([startRegistry(), startTenant()]);
    const { npm: manager } = await packageManagers(folder);
    if (manager === undefined) throw new Error("There is no npm");
    const old = `node-${process.platform}-${process.arch}`;
    const manifest = JSON.parse(await template("package.json")) as ManifestPart;
    const files = {
      "package.json": await withOurs({
        ...manifest,
        dependencies: { ...manifest.dependencies, [old]: version },
      }),
      "tsconfig.json": await template("tsconfig.json"),
      "Pulumi.yaml": await template("Pulumi.yaml"),
    };
    const readme = await readFile(join(root, "README.md"), "utf8");
    const source = /## The smallest program\s+```ts\n(.*?)```/s.exec(readme)?.[1] ?? "";
    const kind = { files, program: "." };
    project = await installProject({ folder, kind, source, tenant, manager, registry: registry.url });
    node = join(project.folder, "node_modules", old, "bin/node");
    await project.up();
  });
  afterAll(async () => {
    await Promise.all([registry[Symbol.asyncDispose](), tenant.dispose()]);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  /** An engine whose plugins run on the older Node.js, as where that is the first one on the PATH. */
  async function olderEngine(): Promise<string> {
    const engine = process.env["ENGINE_PATH"] ?? engineFolder;
    const older = await mkdtemp(join(folder, "engine-"));
    await link(join(engine, "pulumi"), join(older, "pulumi"));
    await symlink(node, join(older, "node"));
    for (const plugin of ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"]) {
      const text = await readFile(join(engine, plugin), "utf8");
      await writeFile(join(older, plugin), text.replaceAll(/'[^']*\/bin\/node'/g, `'${node}'`));
      await chmod(join(older, plugin), 0o755);
    }
    return older;
  }

  const told = () =>
    `pulumi-prismatic needs Node.js 22.19 or newer, and this is ${version} (${node}). Pulumi takes the first \`node\` on ` +
    "the PATH: put a newer one there. Nothing was sent.";

  it.each([
    ["the program", ["preview"]],
    ["Pulumi's process for dynamic providers", ["refresh", "--yes", "--skip-preview"]],
  ])("%s", async (_, args) => {
    const engine = await olderEngine();
    const env = project.environment();
    const sent = await tenant.requests();
    const { exitCode, output } = await runCommand(
      join(engine, "pulumi"),
      [...args, "--non-interactive", "--color", "never"],
      { cwd: project.folder, env: { ...env, PATH: [engine, env["PATH"]].join(delimiter) } },
    );
    expect(exitCode, output).not.toBe(0);
    expect(output).toContain(told());
    // No line of a stack trace.
    expect(output).not.toMatch(/^\s+at /m);
    expect(await tenant.requests()).toEqual(sent);
  });

  it.each(["pulumi-prismatic", "pulumi-prismatic-policies", "prismatic-rollout", "prismatic-emulator"])(
    "the command %s",
    async (command) => {
      const file = join(project.folder, "node_modules", command, `bin/${command}.js`);
      const { exitCode, output } = await runCommand(node, [file, "--help"], { cwd: project.folder });
      expect(exitCode).toBe(1);
      expect(output).toMatch(new RegExp(`^${command} needs Node\\.js [\\d.]+ or newer, and this is .*\\n$`));
    },
  );
});
