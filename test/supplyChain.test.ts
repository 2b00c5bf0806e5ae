import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type * as Parser from "@actions/workflow-parser";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { root } from "../tools/setup/paths.mjs";
import { loadWorkflowParser } from "./support/workflowParser.ts";

const textOf = (path: string) => readFile(join(root, path), "utf8");

/** The folders of the published packages. */
const PACKAGES = ["provider", "policies", "rollout", "emulator"];

interface Manifest {
  name: string;
  version: string;
  dependencies: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

interface Locked {
  license?: string;
  dev?: boolean;
  link?: boolean;
  hasInstallScript?: boolean;
}

const manifestOf = async (folder: string) => JSON.parse(await textOf(`${folder}/package.json`)) as Manifest;

describe("docs/dependencies.md", () => {
  it("lists each dependency of each package with its versions, a reason and what it replaces, and no other", async () => {
    const sections = (await textOf("docs/dependencies.md")).split(/^## /m).slice(1);
    for (const folder of PACKAGES) {
      const { name, version, dependencies, peerDependencies } = await manifestOf(folder);
      const section = sections.find((text) => text.startsWith(`${name}\n`)) ?? "";
      const rows = section.split("\n").flatMap((line) => {
        const cells = line.split("|").map((cell) => cell.trim());
        return cells[1]?.startsWith("`") === true ? [cells.slice(1, 5)] : [];
      });
      const listed = rows.map(([dependency = "", versions = ""]) => [dependency, versions].join(" "));
      const declared = Object.entries({ ...dependencies, ...peerDependencies });
      const shown = (range: string) => (range === version ? "its own" : `\`${range}\``);
      expect(listed.sort(), name).toEqual(
        declared.map(([key, range]) => `\`${key}\` ${shown(range)}`).sort(),
      );
      for (const row of rows) expect(row.map((cell) => cell.length > 3)).toEqual([true, true, true, true]);
    }
  });
});

describe("What runs with our packages", () => {
  const locked = async () => {
    const { packages } = JSON.parse(await textOf("package-lock.json")) as {
      packages: Record<string, Locked>;
    };
    return Object.entries(packages).filter(
      ([path, { dev, link }]) => path.includes("node_modules/") && dev !== true && link !== true,
    );
  };

  it("runs no script when it is installed, but for one of Pulumi's SDK", async () => {
    const scripts = (await locked()).filter(([, { hasInstallScript }]) => hasInstallScript);
    expect(scripts.map(([path]) => path)).toEqual(["node_modules/protobufjs"]);
  });

  it("has permissive licenses", async () => {
    const permissive =
      /^\(?(MIT|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|Python-2\.0|CC0-1\.0|CC-BY-3\.0)\b/;
    const others = (await locked()).filter(([, { license = "" }]) => !permissive.test(license));
    // MIT, as its file says; the SDK brings it.
    expect(others.map(([path]) => path)).toEqual(["node_modules/@logdna/tail-file"]);
  });
});

describe("The workflow of a release", () => {
  let parser: typeof Parser;
  beforeAll(async () => {
    parser = await loadWorkflowParser();
  });

  it("is one by GitHub's own parser", async () => {
    const content = await textOf(".github/workflows/release.yml");
    const { context, value } = parser.parseWorkflow(
      { name: "release.yml", content },
      new parser.NoOperationTraceWriter(),
    );
    expect(context.errors.getErrors()).toEqual([]);
    expect(value).toBeDefined();
  });

  it("publishes all packages with provenance, what they depend on first, after the audit and the tests", async () => {
    const { permissions, jobs } = parse(await textOf(".github/workflows/release.yml")) as {
      permissions: object;
      jobs: { publish: { permissions: object; steps: { uses?: string; run?: string }[] } };
    };
    expect(permissions).toEqual({});
    expect(jobs.publish.permissions).toEqual({ contents: "read", "id-token": "write" });
    const runs = jobs.publish.steps.flatMap(({ run }) => run ?? []);
    const order = [
      "npm ci --ignore-scripts",
      "npm audit --omit=dev",
      "npm test",
      "npm run build",
      "npm publish",
    ];
    const places = order.map((command) => runs.findIndex((run) => run.includes(command)));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    const publish = runs.at(-1) ?? "";
    expect(publish).toMatch(/npm publish .*--provenance .*--ignore-scripts/);
    const published = /for package in (.*); do/.exec(publish)?.[1]?.split(" ") ?? [];
    expect([...published].sort()).toEqual([...PACKAGES].sort());
    const manifests = await Promise.all(published.map(manifestOf));
    manifests.forEach(({ dependencies }, index) => {
      const later = manifests.slice(index).map(({ name }) => name);
      expect(Object.keys(dependencies).filter((each) => later.includes(each))).toEqual([]);
    });
    expect(new Set(manifests.map(({ version }) => version)).size).toBe(1);
    const actions = jobs.publish.steps.flatMap(({ uses }) => uses ?? []);
    expect(actions.filter((uses) => !/@[\da-f]{40}$/.test(uses))).toEqual([]);
  });
});
