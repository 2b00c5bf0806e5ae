import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { root } from "../../tools/setup/paths.mjs";
import { runCommand, type CommandResult } from "../support/processes.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { stackFiles } from "../support/stackFiles.ts";

const ROLLOUT = `
version: 1
waves:
  - { name: canary, match: { stacks: [us-dev] }, gate: { approval: required } }
  - { name: others, match: rest }
`;

const IMAGE = `registry.example/acme@sha256:${"b".repeat(64)}`;

describe("emit kubernetes", () => {
  let project: PulumiProject;

  const emit = (...args: string[]): Promise<CommandResult> =>
    runCommand(
      process.execPath,
      [
        join(root, "rollout/bin/prismatic-rollout.js"),
        "emit",
        "kubernetes",
        "--all",
        "--out",
        "stacks",
        ...args,
      ],
      { cwd: project.folder, env: project.environment() },
    );
  const wanted = ["--repository", "git@git.example:acme/connections.git", "--image", IMAGE];
  const written = async () => (await readdir(join(project.folder, "stacks"))).toSorted();
  const git = (...args: string[]) =>
    runCommand("git", ["-c", "user.name=Ana", "-c", "user.email=ana@acme.example", ...args], {
      cwd: project.folder,
    });

  beforeAll(async () => {
    const others = ["eu", "us-dev"].map((stackName) =>
      stackFiles({ projectName: "acme", stackName, config: {}, secrets: {} }),
    );
    project = await createPulumiProject({
      projectName: "acme",
      stackName: "us",
      program: "",
      files: { "rollout.yaml": ROLLOUT, ...others[0], ...others[1] },
    });
  });
  afterAll(() => project.dispose());

  it("needs a commit, and names every argument that is wrong", async () => {
    const outside = await emit(...wanted);
    expect(outside.exitCode).toBe(1);
    expect(outside.stderr).toContain("--commit");

    await git("init", "--quiet");
    await git("add", "--all");
    await git("commit", "--quiet", "--message", "Connections");
    const { exitCode, stderr } = await emit(
      ...["--repository", "https://ana:secret@git.example/acme.git", "--image", "acme:latest"],
      ...["--backend", "postgres://ana:secret@db.example/state", "--storage", "much"],
    );
    expect(exitCode).toBe(1);
    expect(stderr).toContain("Nothing was written.");
    for (const name of ["--repository", "--image", "--backend", "--storage"]) expect(stderr).toContain(name);
    expect(stderr).not.toContain("secret@");
  });

  it("writes a file for each wave, and a page that says what the operator lacks", async () => {
    const { stdout, stderr, exitCode } = await emit(...wanted);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/^Wrote 3 stacks in 2 files to .*stacks\.\nNext: read stacks\/README\.md\n$/);
    expect(await written()).toEqual(["01-canary.yaml", "02-others.yaml", "Dockerfile", "README.md"]);
    const head = (await git("rev-parse", "HEAD")).stdout.trim();
    const text = await readFile(join(project.folder, "stacks/02-others.yaml"), "utf8");
    const resources = parseAllDocuments(text).map((document) => document.toJS() as { spec: object });
    expect(resources.map(({ spec }) => spec)).toMatchObject([
      { stack: "eu", commit: head, prerequisites: [{ name: "us-dev" }] },
      { stack: "us", commit: head, prerequisites: [{ name: "us-dev" }] },
    ]);
    const readme = await readFile(join(project.folder, "stacks/README.md"), "utf8");
    expect(readme).toContain("- `rollout.yaml`, wave canary: its approval\n");
    expect(readme).toContain("| `us-dev` | `PULUMI_BACKEND_URL` `PULUMI_CONFIG_PASSPHRASE` |");
  });

  it("writes the folder again, without what is not wanted any more, and touches no other folder", async () => {
    await project.writeFile("rollout.yaml", "version: 1\n");
    expect((await emit(...wanted)).stdout).toContain("has changes that are not committed");
    expect(await written()).toEqual(["01-stacks.yaml", "Dockerfile", "README.md"]);

    await writeFile(join(project.folder, "stacks/mine.yaml"), "kind: Secret\n");
    const { exitCode, stderr } = await emit(...wanted);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("holds what this command did not write: mine.yaml. Nothing was written.");
  });
});
