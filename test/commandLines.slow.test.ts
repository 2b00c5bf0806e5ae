import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileCache, root } from "../tools/setup/paths.mjs";
import { runCommand } from "./support/processes.ts";

/** Folder, name and leaf commands of each command line. */
const COMMANDS = [
  ["provider", "pulumi-prismatic", ["init", "import-file"]],
  ["policies", "pulumi-prismatic-policies", ["registry"]],
  [
    "rollout",
    "prismatic-rollout",
    [
      "preview",
      "up",
      "drift",
      "report",
      "matrix",
      "merge",
      "export",
      "unlock",
      "emit github",
      "emit kubernetes",
    ],
  ],
  ["emulator", "prismatic-emulator", [""]],
] as const;

const programOf = (folder: string, name: string) => join(root, folder, "bin", `${name}.js`);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "commands-"));
});
afterAll(() => rm(folder, { recursive: true }));

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return runCommand(process.execPath, [program, ...args], {
    cwd: folder,
    env: { HOME: folder, PATH: process.env["PATH"], NODE_COMPILE_CACHE: compileCache, ...env },
  });
}

describe.each(COMMANDS)("The command in %s", (package_, name, leaves) => {
  const program = programOf(package_, name);

  it("says its version, and helps with its commands", async () => {
    const { version } = JSON.parse(await readFile(join(root, package_, "package.json"), "utf8")) as {
      version: string;
    };
    expect((await run(program, ["--version"])).stdout).toBe(`${version}\n`);
    const { exitCode, stdout } = await run(program, ["--help"]);
    expect(exitCode).toBe(0);
    for (const each of [...leaves.map((leaf) => leaf.split(" ")[0]), "completion"])
      expect(stdout).toContain(each);
  });

  it("refuses what it does not know, with the nearest word, a next step, a code and exit code 1", async () => {
    const [option, command] = await Promise.all([run(program, ["--versoin"]), run(program, ["completoin"])]);
    expect([option.exitCode, command.exitCode]).toEqual([1, 1]);
    expect(option.stderr).toBe(
      `error: unknown option '--versoin'\n  (Did you mean --version?)\nNext: ${name} --help\nCode: PRISMATIC_USAGE\n`,
    );
    expect(command.stderr).toMatch(/^error: .*\n(.*\n)*Code: PRISMATIC_USAGE\n$/);
  });

  it("colors its failures as NO_COLOR and FORCE_COLOR say, and not in a file", async () => {
    const output = async (env: NodeJS.ProcessEnv) => (await run(program, ["--nothing"], env)).stderr;
    expect(await output({})).not.toContain("\u001b");
    expect(await output({ NO_COLOR: "1" })).not.toContain("\u001b");
    expect(await output({ FORCE_COLOR: "1" })).toContain("\u001b[31merror:\u001b[39m");
  });

  it("has examples for each of its commands, of options that this has", async () => {
    for (const leaf of leaves) {
      const { stdout } = await run(program, [...leaf.split(" ").filter(Boolean), "--help"]);
      const [help = "", examples = ""] = stdout.split("\nExamples:\n");
      const typed = examples.split("\n").filter((line) => line.startsWith(`  $ ${name}`));
      expect(typed.length, leaf).toBeGreaterThan(0);
      for (const line of typed) {
        expect(line).toContain(`$ ${name} ${leaf}`.trimEnd());
        for (const [option] of line.matchAll(/--[a-z-]+/g)) expect(help, line).toContain(`${option} `);
      }
    }
  });

  it("ends quietly where the reader of its output stops", async () => {
    const child = spawn(process.execPath, [program, "--help"], { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const code = await new Promise((resolve) => child.once("close", resolve));
    expect([code, stderr]).toEqual([0, ""]);
  });

  it("is completed by bash", async () => {
    const script = join(folder, `${name}.bash`);
    await writeFile(script, (await run(program, ["completion", "bash"])).stdout);
    const call = `_${name.replaceAll("-", "_")}`;
    const asked = `source ${script}; COMP_WORDS=(${program} compl); COMP_CWORD=1; ${call}; echo "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = await runCommand("bash", ["--norc", "-c", asked], { cwd: folder });
    expect([stdout, stderr]).toEqual(["completion\n", ""]);
  });
});

describe("Values that a shell completes", () => {
  it("are the stacks and the stable keys of this folder, without a question to a backend", async () => {
    await writeFile(join(folder, "Pulumi.eu-west.yaml"), "");
    await writeFile(join(folder, "stable-keys.json"), '{"stableKeys":{"slack-oauth":{}}}');
    const complete = async (package_: string, name: string, ...words: string[]) =>
      (await run(programOf(package_, name), ["complete", "--", ...words], { PATH: "" })).stdout;
    expect(await complete("rollout", "prismatic-rollout", "preview", "--stacks", "")).toBe("eu-west\t\n");
    expect(await complete("provider", "pulumi-prismatic", "import-file", "sl")).toBe("slack-oauth\t\n");
    expect(await complete("policies", "pulumi-prismatic-policies", "registry", "--stack=")).toBe(
      "--stack=eu-west\t\n",
    );
  });
});

describe("A failure for programs", () => {
  it("is one line of JSON where the output is JSON as well", async () => {
    const { exitCode, stdout, stderr } = await run(programOf("rollout", "prismatic-rollout"), [
      ...["preview", "--all", "--json", "-"],
    ]);
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: "PRISMATIC_PROJECT",
        message: expect.stringContaining("There is no Pulumi.yaml") as unknown,
        next: expect.stringContaining("--cwd") as unknown,
      },
    });
  });
});
