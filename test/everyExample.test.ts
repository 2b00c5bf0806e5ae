import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { workflowStacks, workflowWaves } from "../rollout/src/emit/github/stacks.ts";
import { workflowFiles } from "../rollout/src/emit/github/workflows.ts";
import { chooseStacks } from "../rollout/src/project/choice.ts";
import { fingerprintOf } from "../rollout/src/project/fingerprint.ts";
import { readRolloutFile } from "../rollout/src/project/rolloutFile.ts";
import { root } from "../tools/setup/paths.mjs";
import {
  demoConfigOf,
  exampleNames,
  examplesFolder,
  projectNameOf,
  readExample,
  stackConfigOf,
} from "./support/examples.ts";
import { manifestOf } from "./support/packed.ts";

const folders = readdirSync(examplesFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** The keys that a program asks its configuration for: those that it requires, or all of them. */
function keysOf(program: string, { required }: { required: boolean }): string[] {
  const asked = program.matchAll(/config\.(get|require)\w*(?:<.*?>)?\((["`])(.*?)\2\)/g);
  const keys = [...asked].flatMap(([, verb, , key = ""]) => (verb === "require" || !required ? [key] : []));
  const regions = keys.flatMap((key) => ["us", "eu"].map((region) => key.replace("${region}", region)));
  return [...new Set(regions)].toSorted();
}

/** The README that tells of an example, which may be that of the folder above. */
const readmeOf = (name: string) =>
  readExample(existsSync(join(examplesFolder, name, "README.md")) ? name : join(name, ".."), "README.md");

/** Keys that the README's commands set. */
const keysSet = (readme: string) =>
  [...readme.matchAll(/^pulumi config set (?:--secret )?(\S+)/gm)].map(([, key]) => key ?? "");
/** Those, and the ones that its text names for a case of their own. */
const keysNamed = (readme: string) => [
  ...keysSet(readme),
  ...[...readme.matchAll(/`(\w+)`/g)].map(([, key]) => key ?? ""),
];

describe("The list of the examples", () => {
  it("names every folder, and nothing else", () => {
    const listed = [...readExample("", "README.md").matchAll(/^\| \[(\S+)\]\((\S+)\/\)/gm)];
    expect(listed.map(([, name]) => name).toSorted()).toEqual(folders.toSorted());
    for (const [, name, link] of listed) expect(link).toBe(name);
  });
});

describe("The README of each example", () => {
  it.each(folders)("%s: opens with a title", (name) => {
    expect(readExample(name, "README.md")).toMatch(/^# \S/);
  });

  it.each([...exampleNames, "unit-tests"])("%s: tells how to run it and what to expect", (name) => {
    const readme = readmeOf(name);
    expect(readme.indexOf("\n## Run it\n")).toBeGreaterThan(0);
    expect(readme.indexOf("\n## What to expect\n")).toBeGreaterThan(readme.indexOf("\n## Run it\n"));
  });

  it.each(exampleNames)(
    "%s: sets all that the program requires, and nothing that it does not ask for",
    (name) => {
      const program = readExample(name, "index.ts");
      const set = keysSet(readmeOf(name));
      const files = ["dev", "us", "eu"].flatMap((stack) => Object.keys(stackConfigOf(name, stack)));
      const known = [...keysNamed(readmeOf(name)), ...files.map((key) => key.replace(/^.*:/, ""))];
      expect(known).toEqual(expect.arrayContaining(keysOf(program, { required: true })));
      const programs = name.includes("/")
        ? exampleNames.filter((other) => other.split("/")[0] === name.split("/")[0])
        : [name];
      const asked = programs.flatMap((each) => keysOf(readExample(each, "index.ts"), { required: false }));
      expect(asked).toEqual(expect.arrayContaining(set.filter((key) => !key.startsWith("prismatic:"))));
    },
  );
});

it("Every example and template, nested ones too, names the packages of this version", async () => {
  const { version } = await manifestOf("provider");
  const manifests = globSync("{examples,templates}/**/package.json", {
    cwd: root,
    exclude: (name) => name === "node_modules",
  });
  const ranges = manifests.flatMap((file) => {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(
      readFileSync(join(root, file), "utf8"),
    ) as Record<"dependencies" | "devDependencies", Record<string, string> | undefined>;
    return Object.entries({ ...dependencies, ...devDependencies })
      .filter(([name]) => /^(pulumi-prismatic|prismatic-)/.test(name))
      .map(([name, range]) => ({ file, name, range }));
  });
  expect(ranges.map(({ file }) => file)).toContain("examples/values-of-another-team/finance/package.json");
  expect(ranges.filter(({ range }) => range !== `^${version}`)).toEqual([]);
});

describe("The configuration for demonstrations", () => {
  it.each(exampleNames)("%s: has all that the program requires, secrets as secrets", (name) => {
    const program = readExample(name, "index.ts");
    const { plain, secret } = demoConfigOf(name);
    const given = [...Object.keys(plain), ...Object.keys(secret)];
    const ofTenants = /^(us|eu|other)(Url|TenantId|RefreshToken)$/;
    const stackFile = Object.keys(stackConfigOf(name, "us")).map((key) => key.replace(/^.*:/, ""));
    const required = keysOf(program, { required: true }).filter((key) => !ofTenants.test(key));
    expect([...given, ...stackFile]).toEqual(expect.arrayContaining(required));
    for (const key of Object.keys(secret))
      expect(program.replace("${region}", "us")).not.toContain(`require("${key}")`);
  });

  it.each(exampleNames)("%s: has a project of its own, on Node's own TypeScript", (name) => {
    const { name: project, runtime } = parse(readExample(name, "Pulumi.yaml")) as {
      name: string;
      runtime: { options: { typescript: boolean } };
    };
    const manifest = JSON.parse(readExample(name, "package.json")) as { name: string };
    expect(project).toBe(manifest.name);
    expect(exampleNames.filter((other) => projectNameOf(other) === project)).toEqual([name]);
    expect(runtime.options.typescript).toBe(false);
  });
});

describe("The organization", () => {
  const folder = "organization";
  const stacks = ["dev", "eu", "us"];

  it("has a file for each stack, with its tenant", () => {
    for (const stack of stacks) {
      const { config } = parse(readExample(folder, `Pulumi.${stack}.yaml`)) as { config: object };
      expect(config).toMatchObject({ "prismatic:url": expect.stringMatching(/^https:/) as string });
      expect(config).toHaveProperty(["prismatic:tenantId"]);
    }
  });

  it("rolls each stack out in one wave, dev first", async () => {
    const file = await readRolloutFile(join(examplesFolder, folder));
    const chosen = chooseStacks(stacks, file, { all: true });
    expect(chosen.map(({ name, wave }) => [name, wave])).toEqual([
      ["dev", "development"],
      ["eu", "europe"],
      ["us", "others"],
    ]);
  });

  it("registers the stable keys that the program declares", () => {
    const { stableKeys } = JSON.parse(readExample(folder, "stable-keys.json")) as { stableKeys: object };
    const declared = [...readExample(folder, "index.ts").matchAll(/stableKey: "(.*?)"/g)].map(
      ([, key]) => key,
    );
    expect(Object.keys(stableKeys)).toEqual(declared.toSorted());
  });
});

describe("The workflows of the example for GitHub", () => {
  it("are what is written today for its rollout.yaml; -u writes them anew", async () => {
    const folder = join(examplesFolder, "github-workflow");
    const file = await readRolloutFile(folder);
    const chosen = chooseStacks(["eu", "us"], file, { all: true });
    const stacks = workflowStacks(chosen, file, { environment: "*", previewEnvironment: "preview-*" });
    const files = workflowFiles({
      stacks,
      waves: workflowWaves(chosen, stacks, { file, prefix: "prismatic" }),
      settings: {
        ...{ project: projectNameOf("github-workflow"), directory: "", prefix: "prismatic", branch: "main" },
        ...{ runsOn: "ubuntu-latest", install: "npm ci", installDirectory: "", pulumiVersion: "3.265.0" },
        ...{ policyPacks: [], hasTypes: false, fingerprint: fingerprintOf(chosen, file) },
      },
    });
    for (const [name, text] of files)
      await expect(text).toMatchFileSnapshot(join(folder, ".github/workflows", name));
    expect(readdirSync(join(folder, ".github/workflows")).toSorted()).toEqual([...files.keys()].toSorted());
  });
});
