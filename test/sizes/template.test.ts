import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../tools/setup/paths.mjs";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { sized } from "../support/size.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const run = promisify(execFile);
const template = join(root, "test/fixtures/template");
const packages = ["provider", "policies"] as const;

const SAMPLE: Record<string, object> = { "with Pulumi's template": {} };

/**
 * Options of the compiler, in place of the template's own. The sample finds types by `typesVersions`; by `exports`, which
 * the others read, test/engine/everyResource.test.ts finds them as well.
 */
const WAYS = sized({
  sample: SAMPLE,
  promised: {
    ...SAMPLE,
    "with nodenext": { module: "nodenext", moduleResolution: "nodenext" },
    "with node16": { module: "node16", moduleResolution: "node16" },
    "with a bundler": { module: "esnext", moduleResolution: "bundler" },
  },
});

const everything = `
  import * as prismatic from "pulumi-prismatic";
  import { plannedMutations, type PlannedMutation } from "pulumi-prismatic/plannedMutations";
  import { listed } from "pulumi-prismatic/vocabulary";
  import { policies, type Registry } from "pulumi-prismatic-policies";

  const type: string = prismatic.UserConnection.__pulumiType;
  export const planned: PlannedMutation[] = plannedMutations(type, { op: "delete", olds: {} });
  export const names: string = listed(["a"]);
  export const registry: Registry = { stableKeys: {} };
  export const ours = policies({ configuration: { "https-urls": { allowHosts: ["intranet.example"] } } });
  export const found = prismatic.getComponentOutput("slack").versionNumber.apply((version: number) => version);
  // @ts-expect-error There is no such argument.
  new prismatic.CustomerConnection("slack", { component: "slack", stableKey: "s", name: "S", nme: "S" });
`;

/** The README's smallest program. */
async function smallestProgram(): Promise<string> {
  const readme = await readFile(join(root, "README.md"), "utf8");
  return /## The smallest program\s+```ts\n(.*?)```/s.exec(readme)?.[1] ?? "";
}

describe("Pulumi's TypeScript template with the packed packages", () => {
  let tenant: TestTenant;
  let project: PulumiProject;
  let tarballs: string;

  beforeAll(async () => {
    tarballs = await mkdtemp(join(tmpdir(), "packed-"));
    const folders = packages.map((name) => join(root, name));
    await run("npm", ["pack", "--silent", "--pack-destination", tarballs, ...folders], { cwd: root });
    tenant = await startTenant();
    const read = (name: string) => readFile(join(template, name), "utf8");
    project = await createPulumiProject({
      projectName: "smallest",
      program: await smallestProgram(),
      files: {
        "package.json": await read("package.json"),
        "tsconfig.json": await read("tsconfig.json"),
        "Pulumi.yaml": await read("Pulumi.yaml"),
      },
      config: { ...tenant.config, slackClientId: "4711.0815" },
      secrets: { ...tenant.secrets, slackClientSecret: "hush-client", slackSigningSecret: "hush-signing" },
      // As at a user's: the tests' own would have the SDK load its compiler later.
      env: { NODE_OPTIONS: "" },
    });
    await install();
  });
  afterAll(async () => {
    await Promise.all([tenant.dispose(), project.dispose(), rm(tarballs, { recursive: true, force: true })]);
  });

  /**
   * Puts the packages where npm would: ours are unpacked, the SDK is a copy, which finds this project's compiler instead
   * of the repository's, and all others are links.
   */
  async function install(): Promise<void> {
    const modules = join(project.folder, "node_modules");
    const manifests = await Promise.all(
      packages.map(async (folder) => {
        const text = await readFile(join(root, folder, "package.json"), "utf8");
        const manifest = JSON.parse(text) as { name: string; version: string; dependencies: object };
        return { folder: join(root, folder), ...manifest };
      }),
    );
    await rm(modules, { recursive: true });
    for (const name of ["typescript", "@types/node", "undici-types"]) await link(name, template);
    await cp(join(root, "node_modules/@pulumi/pulumi"), join(modules, "@pulumi/pulumi"), { recursive: true });
    const { dependencies } = JSON.parse(
      await readFile(join(modules, "@pulumi/pulumi/package.json"), "utf8"),
    ) as { dependencies: object };
    for (const name of Object.keys(dependencies)) await link(name, root);
    for (const { name, version } of manifests) {
      await mkdir(join(modules, name), { recursive: true });
      const tarball = join(tarballs, `${name}-${version}.tgz`);
      await run("tar", ["xzf", tarball, "-C", join(modules, name), "--strip-components=1"]);
    }
    for (const { folder, dependencies } of manifests) {
      for (const name of Object.keys(dependencies)) await link(name, folder);
    }

    async function link(name: string, owner: string): Promise<void> {
      const target = [owner, root].map((place) => join(place, "node_modules", name)).find(existsSync);
      if (target === undefined) throw new Error(`${name} is not installed`);
      if (existsSync(join(modules, name))) return;
      await mkdir(dirname(join(modules, name)), { recursive: true });
      await symlink(target, join(modules, name));
    }
  }

  it.each(Object.entries(WAYS))("compiles the README's smallest program %s", async (way, options) => {
    // A folder within the project finds the same packages.
    const folder = join(project.folder, way.replaceAll(/\W/g, "-"));
    await mkdir(folder);
    await writeFile(join(folder, "index.ts"), await smallestProgram());
    // The program is CommonJS; this is a module where the options know modules.
    await writeFile(join(folder, "everything.mts"), everything);
    const { compilerOptions } = JSON.parse(await readFile(join(template, "tsconfig.json"), "utf8")) as {
      compilerOptions: object;
    };
    await writeFile(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        compilerOptions: { ...compilerOptions, ...options },
        files: ["index.ts", "everything.mts"],
      }),
    );
    const compiler = join(template, "node_modules/typescript/bin/tsc");
    const failed = ({ stdout }: { stdout: string }) => ({ stdout });
    const { stdout } = await run(process.execPath, [compiler, "--noEmit", "--pretty", "false"], {
      cwd: folder,
    }).catch(failed);
    // Pulumi's policies alone do not compile without skipLibCheck.
    expect(stdout.split("\n").filter((line) => !/^\S*@pulumi\/policy\/index\.d\.ts/.test(line))).toEqual([
      "",
    ]);
  });

  it.each(["require(name)", "await import(name)"])("loads what programs import by %s", async (load) => {
    const names = ["", "/plannedMutations", "/vocabulary"].map((path) => `pulumi-prismatic${path}`);
    const script = `(async () => {
      for (const name of ${JSON.stringify([...names, "pulumi-prismatic-policies"])}) {
        console.log(Object.keys(${load}).includes(process.argv.shift()));
      }
    })()`;
    const expected = ["CustomerConnection", "plannedMutations", "listed", "policies"];
    const args = ["--input-type=commonjs", "--eval", `process.argv.shift(); ${script}`, ...expected];
    const { stdout } = await run(process.execPath, args, { cwd: project.folder });
    expect(stdout).toBe("true\n".repeat(expected.length));
  });

  it("runs it, together with a lookup, and whatever it prints", async () => {
    await project.writeProgram(
      `${await smallestProgram()}
       import { getComponentOutput } from "pulumi-prismatic";
       console.log("4711");
       process.stdout.write("without a line break");
       export const label = getComponentOutput("slack").label;`,
    );
    const { output } = await project.up();
    expect(output).toMatch(/4711\s+without a line break/);
    expect((await tenant.connection("slack-oauth")).key).toBe("Slack");
    expect((await project.run(["stack", "output", "label"])).stdout.trim()).toBe("Slack");
  });

  it("has a command that starts the engine, and not the `pulumi` that an npm package brings", async () => {
    const bin = join(project.folder, "node_modules/.bin");
    await mkdir(bin);
    await writeFile(join(bin, "pulumi"), "#!/bin/sh\necho 'This is no engine.' >&2\nexit 1\n", {
      mode: 0o755,
    });
    const environment = project.environment();
    const command = join(project.folder, "node_modules/pulumi-prismatic/bin/pulumi-prismatic.js");
    const { stdout } = await run(
      process.execPath,
      [command, "import-file", "slack-oauth", "--stack", "test"],
      {
        cwd: project.folder,
        // As npx sets it.
        env: { ...environment, PATH: [bin, environment["PATH"]].join(delimiter) },
      },
    );
    expect(stdout).toContain('"stableKey": "slack-oauth"');
  });
});
