import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { compileCache, root } from "../tools/setup/paths.mjs";
import { pulumiPrismatic } from "./support/firstHour.ts";
import { startOnTerminal, type OnTerminal } from "./support/terminal.ts";

const ENTER = "\r";
const DOWN = "\u001b[B";
const CTRL_C = "\u0003";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "questions-"));
});
afterAll(() => rm(folder, { recursive: true }));

function init(name: string): OnTerminal {
  const main = join(root, "provider/dist/cli/main.js");
  return startOnTerminal([process.execPath, main, "init", name], {
    cwd: folder,
    env: { HOME: folder, PATH: process.env["PATH"], NODE_COMPILE_CACHE: compileCache },
  });
}

/** Answers each question once it is asked. */
async function answer(
  { found, type }: OnTerminal,
  answers: readonly (readonly [string, string])[],
): Promise<void> {
  for (const [question, keys] of answers) {
    await vi.waitFor(() => expect(stripVTControlCharacters(found.text)).toContain(question), 60_000);
    type(keys);
  }
}

const UP_TO_THE_OWNER = [
  ["Name of the project", ENTER],
  ["Address of the first tenant's stack", ENTER],
  ["Id of the tenant", ENTER],
  ["Name of its Pulumi stack", ENTER],
  ["Key of the component", `acme${ENTER}`],
  ["Key of the connection type", ENTER],
] as const;

describe("The questions of init at a terminal", () => {
  it("write the class that follows from whose credentials they are and who supplies them", async () => {
    const terminal = init("asked");
    await answer(terminal, [
      ...UP_TO_THE_OWNER,
      ["Whose credentials are they?", ENTER],
      ["Who supplies them?", `${DOWN}${ENTER}`],
      ["Stable key", `${ENTER}`],
      ["Name that people see", ENTER],
      ["Key of an input that is the same for all customers", ENTER],
      ["Key of a secret input", ENTER],
      ["Another connection?", ENTER],
    ]);
    expect(await terminal.ended).toBe(0);
    const program = await readFile(join(folder, "asked/index.ts"), "utf8");
    expect(program).toContain(
      'new OrganizationCustomerConnection("acme", {\n  component: "acme",\n  stableKey: "acme",',
    );
    expect(stripVTControlCharacters(terminal.found.text)).toContain("pulumi stack init dev");
  });

  it("write nothing after a Ctrl-C, and end as a command that was interrupted", async () => {
    await mkdir(join(folder, "left"));
    const terminal = init("left");
    await answer(terminal, [...UP_TO_THE_OWNER, ["Whose credentials are they?", CTRL_C]]);
    expect(await terminal.ended).toBe(130);
    expect(terminal.found.text).toContain("PRISMATIC_INTERRUPTED");
    expect(await readdir(join(folder, "left"))).toEqual([]);
  });
});

describe("init without a terminal", () => {
  const complete = ["--component", "acme", "--whose", "user", "--stable-key", "acme", "--name", "Acme"];

  it("asks nothing: it says which options are missing", async () => {
    const { exitCode, stderr } = await pulumiPrismatic(folder, ["init", "unasked", "--component", "acme"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("--stable-key and --name, or --answers with a file.\nCode: PRISMATIC_USAGE");
    expect(await readdir(folder)).not.toContain("unasked");
  });

  it("replaces no file unless it is forced to, and says which ones it would", async () => {
    await mkdir(join(folder, "there"));
    await writeFile(join(folder, "there/index.ts"), "// mine\n");
    const refused = await pulumiPrismatic(folder, ["init", "there", ...complete]);
    expect([refused.exitCode, await readdir(join(folder, "there"))]).toEqual([1, ["index.ts"]]);
    expect(refused.stderr).toMatch(
      /has other contents in index\.ts\. Nothing was written\.\n.*--force.*\nCode: PRISMATIC_FILE/,
    );
    const forced = await pulumiPrismatic(folder, ["init", "there", ...complete, "--force", "--json"]);
    expect(JSON.parse(forced.stdout)).toMatchObject({
      files: expect.arrayContaining(["index.ts"]) as unknown,
    });
    expect(await readFile(join(folder, "there/index.ts"), "utf8")).toContain("new UserConnection");
    const again = await pulumiPrismatic(folder, ["init", "there", ...complete]);
    expect([again.exitCode, again.stdout.split("\n")[0]]).toEqual([0, "Everything was there already."]);
  });

  it("takes answers from a file", async () => {
    const page = await readFile(join(root, "docs/new-project.md"), "utf8");
    const [, answers = ""] = /```yaml\n(.*?)```/s.exec(page) ?? [];
    await writeFile(join(folder, "answers.yaml"), answers);
    const { exitCode, output } = await pulumiPrismatic(folder, [
      "init",
      "answered",
      "--answers",
      "answers.yaml",
    ]);
    expect(exitCode, output).toBe(0);
    expect(output).toContain("pulumi config set --secret openaiGlobalApiKey");
    const registry = JSON.parse(await readFile(join(folder, "answered/stable-keys.json"), "utf8")) as {
      stableKeys: object;
    };
    expect(Object.keys(registry.stableKeys)).toEqual(["slack-oauth", "openai-global"]);
  });
});
