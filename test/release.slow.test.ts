import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { root } from "../tools/setup/paths.mjs";
import { manifestOf, PACKAGES, type Manifest } from "./support/packed.ts";

interface Step {
  name?: string;
  run?: string;
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "release-"));
  const files = PACKAGES.flatMap((name) => ["package.json", "CHANGELOG.md"].map((file) => `${name}/${file}`));
  const template = "test/fixtures/template/package.json";
  for (const file of ["package.json", "package-lock.json", ".changeset", template, ...files]) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await cp(join(root, file), join(folder, file), { recursive: true });
  }
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (path: string, text: string) => writeFile(join(folder, path), text);

/** Runs a command in the copy, and answers its output and whether it succeeded. */
async function run(command: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  const outcome = await promisify(execFile)(command, args, {
    cwd: folder,
    env: { ...process.env, ...env },
  }).catch((error: unknown) => error as { code: number; stdout: string; stderr: string });
  return { failed: "code" in outcome, output: outcome.stdout + outcome.stderr };
}

/** Runs a step of the workflow as GitHub does. */
async function runStep(title: string, env: NodeJS.ProcessEnv) {
  const text = await readFile(join(root, ".github/workflows/release.yml"), "utf8");
  const { jobs } = parse(text) as { jobs: { publish: { steps: Step[] } } };
  const script = jobs.publish.steps.find(({ name }) => name?.startsWith(title))?.run ?? "exit 9";
  return run("bash", ["-e", "-c", script], env);
}

const version = async () => (await manifestOf("provider")).version;

/** A change of the provider alone, as `npm run changeset` writes it. */
const CHANGE = '---\n"pulumi-prismatic": minor\n---\n\nConnections take `color`.\n';

describe("A changeset", () => {
  it("makes one version of all packages, which fit exactly, and a section of the changelog", async () => {
    const before = await version();
    await write(".changeset/new-color.md", CHANGE);
    const changesets = join(root, "node_modules/@changesets/cli/bin.js");
    const { output, failed } = await run(process.execPath, [changesets, "version"]);
    expect(failed, output).toBe(false);
    const manifests = await Promise.all(
      [".", ...PACKAGES].map(
        async (name) => JSON.parse(await readFile(join(folder, name, "package.json"), "utf8")) as Manifest,
      ),
    );
    const [, { version: after } = { version: "" }] = manifests;
    expect(after).not.toBe(before);
    expect(new Set(manifests.slice(1).map((manifest) => manifest.version))).toEqual(new Set([after]));
    const ranges = manifests.flatMap(({ dependencies }) => dependencies["pulumi-prismatic"] ?? []);
    expect(ranges).toEqual([after, after, after]);
    const changelog = await readFile(join(folder, "provider/CHANGELOG.md"), "utf8");
    expect(changelog).toMatch(
      new RegExp(`^# pulumi-prismatic\n\n## ${after}\n[^]*take \`color\`[^]*\n## ${before}\n`),
    );
    expect(await readdir(join(folder, ".changeset"))).toEqual(["README.md", "config.json"]);
  });

  it("names packages that are published, in each that waits for a release", async () => {
    const names = await Promise.all(PACKAGES.map(async (name) => (await manifestOf(name)).name));
    const waiting = (await readdir(join(root, ".changeset"))).filter(
      (file) => file.endsWith(".md") && file !== "README.md",
    );
    for (const file of waiting) {
      const [, header = ""] = (await readFile(join(root, ".changeset", file), "utf8")).split("---\n");
      const steps = Object.entries(parse(header) as Record<string, string>);
      expect(
        steps.filter(([name, step]) => !names.includes(name) || !/^(minor|patch)$/.test(step)),
        file,
      ).toEqual([]);
    }
  });
});

describe("The workflow of a release", () => {
  const check = (tag: string) => runStep("The tag is", { TAG: tag });

  it("takes the tag of the version that is told, and refuses another one", async () => {
    await rm(join(folder, ".changeset"), { recursive: true });
    await mkdir(join(folder, ".changeset"));
    await write(".changeset/README.md", "");
    expect(await check(`v${await version()}`)).toEqual({ failed: false, output: "" });
    expect(await check("v99.0.0")).toMatchObject({
      failed: true,
      output: expect.stringContaining("The tag is v99.0.0, and provider has version") as string,
    });
    await write("rollout/CHANGELOG.md", "# prismatic-rollout\n");
    expect(await check(`v${await version()}`)).toMatchObject({
      failed: true,
      output: expect.stringContaining("rollout/CHANGELOG.md says nothing of") as string,
    });
  });

  it("refuses changes that are in no version yet", async () => {
    await write(".changeset/new-color.md", CHANGE);
    expect(await check(`v${await version()}`)).toMatchObject({
      failed: true,
      output: expect.stringMatching(/new-color\.md\n.*npm run write:version/s) as string,
    });
  });

  it("publishes each package with the place of its source", async () => {
    const { stdout } = await promisify(execFile)("bash", ["-c", "command -v npm"]);
    const fake = `#!/bin/sh
      [ "$1" = publish ] || exec ${stdout.trim()} "$@"
      echo "$*" >> published`;
    await mkdir(join(folder, "bin"));
    await writeFile(join(folder, "bin/npm"), fake, { mode: 0o755 });
    const { failed, output } = await runStep("Publish", {
      PATH: `${join(folder, "bin")}:${process.env["PATH"]}`,
      TAG: "v1.2.3",
      GITHUB_SERVER_URL: "https://github.example",
      GITHUB_REPOSITORY: "acme/connections",
    });
    expect(failed, output).toBe(false);
    expect((await readFile(join(folder, "published"), "utf8")).split("\n").slice(0, -1)).toEqual(
      ["provider", "emulator", "policies", "rollout"].map(
        (name) => `publish --workspace ${name} --provenance --access public --ignore-scripts`,
      ),
    );
    expect(JSON.parse(await readFile(join(folder, "emulator/package.json"), "utf8"))).toMatchObject({
      repository: {
        type: "git",
        url: "git+https://github.example/acme/connections.git",
        directory: "emulator",
      },
      homepage: "https://github.example/acme/connections/tree/v1.2.3/emulator#readme",
      bugs: { url: "https://github.example/acme/connections/issues" },
    });
  });
});
