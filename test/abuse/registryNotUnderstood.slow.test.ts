import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { RegistrySource } from "../../policies/src/registry/file.ts";
import { compileCache, root } from "../../tools/setup/paths.mjs";

const slack = { kind: "CustomerConnection", component: "slack", connectionType: "oauth2" };
const entries = { "crm-login": { kind: "UserConnection", component: "dropbox" }, "slack-oauth": slack };

const resource = (type: string, name: string, inputs: object) => ({
  urn: `urn:pulumi:us::shop::pulumi-nodejs:dynamic/prismatic:${type}::${name}`,
  type: `pulumi-nodejs:dynamic/prismatic:${type}`,
  inputs,
});
const connection = (name: string, more: object = {}) =>
  resource("CustomerConnection", name, { ...slack, stableKey: name, ...more });
const state = (...resources: object[]) =>
  JSON.stringify({
    version: 3,
    deployment: {
      resources: [
        { urn: "urn:pulumi:us::shop::pulumi:pulumi:Stack::shop-us", type: "pulumi:pulumi:Stack" },
        ...resources,
      ],
    },
  });

let folder: string;
const at = (name: string) => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "registry-"));
  const made = folder;
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
});

/** Lets a command of the name `pulumi` answer as Pulumi's would, for the stack that the registry is written from. */
function pulumiAnswers(stdout: string, { stderr = "", code = 0 } = {}): void {
  mkdirSync(at("bin"));
  writeFileSync(at("bin/stdout"), stdout);
  writeFileSync(at("bin/stderr"), stderr);
  writeFileSync(at("bin/pulumi"), `#!/bin/sh\ncat "$0.out"; cat "${at("bin/stderr")}" >&2; exit ${code}\n`);
  writeFileSync(at("bin/pulumi.out"), stdout);
  chmodSync(at("bin/pulumi"), 0o755);
}

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(
    process.execPath,
    [join(root, "policies/dist/main.js"), "registry", "--out", "stable-keys.json", ...args],
    {
      cwd: folder,
      encoding: "utf8",
      env: {
        ...process.env,
        PATH: [at("bin"), process.env["PATH"]].join(delimiter),
        NODE_COMPILE_CACHE: compileCache,
      },
    },
  );
}

/** Every file in the folder with its bytes. */
function files(): Record<string, string> {
  const names = readdirSync(folder).filter((name) => name.includes("stable-keys"));
  return Object.fromEntries(names.map((name) => [name, readFileSync(at(name), "latin1")]));
}

describe("What the registry command does not understand in the file, it leaves as it is, and ends with code 1", () => {
  const pretty = (value: object) => `${JSON.stringify(value, null, 2)}\n`;

  it.each<[string, string | Buffer, string]>([
    [
      "a malformed entry",
      pretty({ stableKeys: { ...entries, odd: "slack" } }),
      "is no registry: stableKeys.odd: ",
    ],
    [
      "several malformed entries",
      pretty({ stableKeys: { a: { ...slack, owners: "me" }, b: { ...slack, stacks: [1] } } }),
      "\n  - stableKeys.b.stacks.0: ",
    ],
    [
      "a top-level field that it does not know",
      pretty({ teams: ["platform"], stableKeys: entries }),
      "is no registry: teams (line 2) is no member that this version knows. Take it out, or install a newer version of pulumi-prismatic-policies.",
    ],
    [
      "a version",
      pretty({ version: 2, stableKeys: entries }),
      "version (line 2) is no member that this version knows.",
    ],
    [
      "a member of an entry that it does not know",
      pretty({ stableKeys: { "slack-oauth": { ...slack, reviewedBy: "me" } } }),
      "stableKeys.slack-oauth: reviewedBy (line 7) is no member that this version knows.",
    ],
    [
      "an entry twice",
      `{"stableKeys":{"slack-oauth":${JSON.stringify(slack)},\n"slack-oauth":{"kind":"UserConnection"}}}`,
      "stableKeys.slack-oauth is there twice, in line 1 and in line 2. Take one of the two out.",
    ],
    [
      "a member of an entry twice",
      '{"stableKeys":{"a":{"kind":"UserConnection","kind":"CustomerConnection"}}}',
      "stableKeys.a.kind is there twice, in line 1 and in line 1.",
    ],
    [
      "a name that JavaScript takes for its own",
      '{"stableKeys":{"__proto__":{"kind":"UserConnection"}}}',
      "stableKeys.__proto__ in line 1 is no stable key.",
    ],
    [
      "a merge conflict",
      `{\n  "stableKeys": {\n<<<<<<< HEAD\n    "a": {}\n=======\n>>>>>>> theirs\n  }\n}\n`,
      "stable-keys.json holds a merge conflict in line 3. Resolve it, and type the command again.",
    ],
    [
      "a kind that this version does not know",
      pretty({ stableKeys: { ...entries, new: { kind: "PartnerConnection" } } }),
      "stableKeys.new.kind: (line 13) is no kind that this version knows. Type CustomerConnection, ",
    ],
    ["half a file", '{"stableKeys": {"slack-oauth"', "stable-keys.json is no JSON: "],
    ["nothing", "", "stable-keys.json is no JSON: "],
    ["comments", '{\n// ours\n"stableKeys": {} }', "stable-keys.json is no JSON: "],
    [
      "another encoding",
      Buffer.from(`\uFEFF${pretty({ stableKeys: entries })}`, "utf16le"),
      "stable-keys.json is not UTF-8. Save it in that encoding, and type the command again.",
    ],
  ])("%s", (_, content, problem) => {
    writeFileSync(at("stable-keys.json"), content);
    pulumiAnswers(state(connection("hubspot")));
    const before = files();
    const { status, stdout, stderr } = run("--stack", "us");
    expect(stderr).toContain("Nothing is written. stable-keys.json ");
    expect(stderr).toContain(problem);
    expect(stdout).toBe("");
    expect(status).toBe(1);
    expect(files()).toEqual(before);
  });

  it("a stable-keys.ts that somebody else wrote, or that holds a merge conflict", () => {
    pulumiAnswers(state(connection("hubspot")));
    writeFileSync(at("stable-keys.ts"), "export const ours = 1;\n");
    const foreign = run("--stack", "us");
    expect(foreign.stderr).toContain(
      "stable-keys.ts was not written by this command, which would replace it. Move it,",
    );
    writeFileSync(at("stable-keys.ts"), "// Written\n<<<<<<< HEAD\n");
    const conflict = run("--stack", "us");
    expect(conflict.stderr).toContain("stable-keys.ts holds a merge conflict in line 2.");
    expect([foreign.status, conflict.status]).toEqual([1, 1]);
    expect(existsSync(at("stable-keys.json"))).toBe(false);
  });
});

describe("What it does not understand in a stack", () => {
  const secret = {
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    ciphertext: "canary",
  };
  const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

  it.each<[string, string, string, { stderr?: string; code?: number }?]>([
    [
      "a stable key that is a secret",
      state(connection("crm", { stableKey: secret })),
      "its stableKey is a secret, so",
    ],
    [
      "a stable key that is computed",
      state(connection("crm", { stableKey: unknown })),
      "its stableKey is not known yet.",
    ],
    [
      "a class of a newer version",
      state(resource("Agreement", "crm", { stableKey: "x" })),
      "its class is newer than",
    ],
    [
      "a stack that is no more",
      "",
      "Stack us cannot be read",
      { stderr: "error: no stack named 'us' found", code: 255 },
    ],
    [
      "a backend that cannot be reached",
      "",
      "connection refused",
      { stderr: "error: connection refused", code: 1 },
    ],
    [
      "an answer that is cut off",
      state(connection("crm")).slice(0, 120),
      "answered in part only. Type the command again.",
    ],
    [
      "an answer of another form",
      '{"message":"try later"}',
      "The stack's state is not understood: version: ",
    ],
    ["a state of a newer version", '{"version":5,"deployment":{}}', "The stack's state has version 5, which"],
    [
      "a stack that holds nothing",
      '{"version":3,"deployment":{}}',
      "The stack holds nothing: it was never brought up",
    ],
    [
      "an interrupted run",
      JSON.stringify({
        version: 3,
        deployment: {
          resources: [connection("crm")],
          pending_operations: [{ resource: connection("slack-oauth"), type: "creating" }],
        },
      }),
      'CustomerConnection "slack-oauth": a run was interrupted while creating it. Run pulumi refresh.',
    ],
    [
      "a key with two meanings",
      state(connection("crm"), resource("UserConnection", "other", { stableKey: "crm", component: "slack" })),
      'The stack has "crm" twice, as CustomerConnection slack oauth2 and as UserConnection slack.',
    ],
  ])("removes and writes nothing either: %s", (_, exported, problem, failure) => {
    writeFileSync(at("stable-keys.json"), JSON.stringify({ stableKeys: entries }));
    pulumiAnswers(exported, failure);
    const before = files();
    const { status, stdout, stderr } = run("--stack", "us");
    expect(stderr).toMatch(/^error: Nothing is written\. /);
    expect(stderr).toContain(problem);
    expect(stderr).not.toContain("canary");
    expect(stdout).toBe("");
    expect(status).toBe(1);
    expect(files()).toEqual(before);
  });

  it("is judged together with the sources, before anything is written", () => {
    pulumiAnswers(state(connection("slack-oauth")));
    mkdirSync(at("src"));
    const missing = run("--stack", "us", "--check-source", "nowhere");
    const empty = run("--stack", "us", "--check-source", "src");
    writeFileSync(at("src/index.ts"), "const half = {");
    const half = run("--stack", "us", "--check-source", "src");
    expect(missing.stderr).toContain("Nothing is written. There is no folder nowhere.");
    expect(empty.stderr).toContain("Nothing is written. src holds no TypeScript.");
    expect(half.stderr).toContain(
      "Nothing is written. Sources do not parse. Mend them:\n  - src/index.ts:1: ",
    );
    expect([missing.status, empty.status, half.status]).toEqual([1, 1, 1]);
    expect(files()).toEqual({});
  });
});

describe("What others wrote begins no line of the command's", () => {
  const evil = "crm\n  - all is lost\n+ slack";
  const evilShown = "crm\\u{a}  - all is lost\\u{a}+ slack";
  const lines = ({ stdout, stderr }: { stdout: string; stderr: string }) =>
    `${stdout}${stderr}`
      .trimEnd()
      .split("\n")
      .filter((line) => !/^Code: PRISMATIC_(REGISTRY|PULUMI)$/.test(line));

  it("neither a name in a stack nor a key in a registry", () => {
    pulumiAnswers(
      state(connection(evil, { component: { odd: 1 } }), connection("hubspot", { component: [] })),
    );
    const stack = lines(run("--stack", "us"));
    expect(stack).toHaveLength(3);
    expect(stack[1]).toContain(`  - CustomerConnection "${evilShown}": its component`);
    const odd = { [evil]: { kind: "Partner" }, other: { kind: "Partner" } };
    writeFileSync(at("stable-keys.json"), JSON.stringify({ stableKeys: odd }));
    const registry = lines(run("--stack", "us"));
    expect(registry).toHaveLength(3);
    expect(registry[1]).toContain(`  - stableKeys.${evilShown}.kind: `);
    writeFileSync(at("stable-keys.json"), JSON.stringify({ stableKeys: { [evil]: { kind: "Partner" } } }));
    expect(lines(run("--stack", "us"))).toEqual([expect.stringContaining(`stableKeys.${evilShown}.kind: `)]);
    // A pack reads the same file.
    expect(() => new RegistrySource({ folder }, "stable-keys.json").registry()).toThrow(
      `stableKeys.${evilShown}.kind: `,
    );
  });

  it("nor keys that are added and gone, nor what Pulumi says, nor the names of files", () => {
    pulumiAnswers(state(connection("hubspot", { stableKey: evil })));
    const slackOnly = { stableKeys: { "old\n+ new": { kind: "UserConnection" } } };
    writeFileSync(at("stable-keys.json"), JSON.stringify(slackOnly));
    const changed = lines(run("--stack", "us"));
    expect(changed.slice(2)).toEqual([`+ ${evilShown}`, "- old\\u{a}+ new"]);
    rmSync(at("bin"), { recursive: true });
    pulumiAnswers("", { stderr: "error: refused\n  - all is lost\n", code: 1 });
    expect(lines(run("--stack", "us"))).toEqual([expect.stringContaining("error: refused - all is lost")]);
    mkdirSync(at("src\n  - x"));
    writeFileSync(at("src\n  - x/index.ts"), "const half = {");
    const half = lines(run("--check-source", "src\n  - x"));
    expect(half).toHaveLength(2);
    expect(half[1]).toContain("  - src\\u{a}  - x/index.ts:1: ");
  });
});

describe("What it understands is changed, and every other byte stays", () => {
  const old =
    '{\n\t"$schema": "./ours.json",\n\t"stableKeys": {\n\t\t"zeta": { "kind": "BuildOnly" },\n' +
    '\t\t"gone": { "kind": "UserConnection" },\n\t\t"slack-oauth": {"kind":"CustomerConnection",   "owners": [ "me" ]}\n\t}\n}';

  it.each([
    ["line feeds", old],
    ["CRLF", old.replaceAll("\n", "\r\n")],
    ["a byte order mark", `\uFEFF${old}`],
    ["both", `\uFEFF${old.replaceAll("\n", "\r\n")}\r\n`],
  ])("with %s", (_, before) => {
    writeFileSync(at("stable-keys.json"), before);
    pulumiAnswers(state(connection("slack-oauth"), connection("hubspot")));
    const { status, stdout } = run("--stack", "us");
    expect(stdout).toContain("+ hubspot\n~ slack-oauth\n- gone\n");
    expect(status).toBe(0);
    const after = readFileSync(at("stable-keys.json"), "utf8");
    const lines = (text: string) => text.split("\n");
    const kept = lines(before).filter((line) => !/gone|slack-oauth/.test(line));
    expect(lines(after)).toEqual(expect.arrayContaining(kept));
    expect(after.includes("\r\n")).toBe(before.includes("\r\n"));
    expect(after.replaceAll("\r\n", "").includes("\n")).toBe(!before.includes("\r\n"));
    expect(JSON.parse(after.replace("\uFEFF", ""))).toEqual({
      $schema: "./ours.json",
      stableKeys: {
        zeta: { kind: "BuildOnly" },
        hubspot: { ...slack, projects: ["shop"] },
        "slack-oauth": { ...slack, owners: ["me"], projects: ["shop"] },
      },
    });
    const again = run("--stack", "us");
    expect(again.stdout).toContain("stable-keys.json is up to date\nstable-keys.ts is up to date\n");
    expect(readFileSync(at("stable-keys.json"), "utf8")).toBe(after);
  });

  it("or the file is written from nothing, with its literal types beside it", () => {
    pulumiAnswers(state(connection("slack-oauth")));
    expect(run("--stack", "acme/shop/us").stdout).toContain(
      "stable-keys.json is written\nstable-keys.ts is written\n",
    );
    writeFileSync(at("stable-keys.ts"), readFileSync(at("stable-keys.ts"), "utf8").replaceAll("\n", "\r\n"));
    expect(run("--stack", "us").stdout).toContain("stable-keys.ts is up to date");
    expect(Object.keys(files()).toSorted()).toEqual(["stable-keys.json", "stable-keys.ts"]);
  });
});
