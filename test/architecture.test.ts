import { globSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { ESLint } from "eslint";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { packages, providerParts } from "../tools/lint/arrows.mjs";
import { architecturePicture } from "../tools/lint/picture.mjs";
import { root } from "../tools/setup/paths.mjs";

/** Helpers of tests; no package has them. */
const TESTING = "testing";

/** The sources of the packages, without their tests. */
const sources = globSync(`{${Object.keys(packages).join(",")}}/src/**/*.{ts,tsx}`, { cwd: root }).filter(
  (file) => !/\.test(-d)?\.ts$/.test(file) && !file.split(sep).includes(TESTING),
);

/** The part of the provider that a file or folder belongs to; undefined for the entries of the package. */
const partOf = (path: string) => /^provider\/src\/([^/]+)\/./.exec(path.replaceAll(sep, "/"))?.[1];

/** The arrows that the imports of all sources make, each once. */
function foundArrows(): string[] {
  const found = sources.flatMap((file) => {
    const [folder = ""] = file.split(sep);
    const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), "utf8"), true, true);
    return importedFiles.flatMap(({ fileName }) => {
      const [name, entry] = fileName.split("/");
      const other = Object.entries(packages).find(([, each]) => each.name === name);
      if (other) return [`${folder} -> ${other[0]}/${entry ?? "index"}`];
      if (!fileName.startsWith(".")) return [];
      const target = relative(root, resolve(root, dirname(file), fileName));
      if (target.split(sep)[0] !== folder) return [`${folder} -> ${target}`];
      const [from, to] = [partOf(file), partOf(target)];
      return from === undefined || to === undefined || from === to ? [] : [`${from} -> ${to}`];
    });
  });
  return [...new Set(found)].toSorted();
}

describe("The directions of imports", () => {
  it("are the arrows of tools/lint/arrows.mjs: each is in use, and there is no other", () => {
    const allowed = [
      ...Object.entries(packages).flatMap(([folder, { entries }]) =>
        entries.map((entry) => `${folder} -> provider/${entry}`),
      ),
      ...Object.entries(providerParts).flatMap(([part, { mayImport }]) =>
        mayImport.map((other) => `${part} -> ${other}`),
      ),
    ];
    expect(sources.length).toBeGreaterThan(300);
    expect(foundArrows()).toEqual(allowed.toSorted());
  });

  it("never run in a circle", () => {
    const after = (part: string): string[] => [
      part,
      ...(providerParts[part]?.mayImport ?? []).flatMap((other) => (other === part ? [] : after(other))),
    ];
    for (const [part, { mayImport }] of Object.entries(providerParts))
      for (const other of mayImport) expect(after(other), `${part} -> ${other}`).not.toContain(part);
  });

  it("have every package and every folder of the provider as an end", () => {
    const { workspaces } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      workspaces: string[];
    };
    expect(Object.keys(packages).toSorted()).toEqual(
      workspaces.filter((folder) => !folder.startsWith("test/")).toSorted(),
    );
    const folders = readdirSync(join(root, "provider/src"), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(Object.keys(providerParts).toSorted()).toEqual(
      folders
        .map(({ name }) => name)
        .filter((name) => name !== TESTING)
        .toSorted(),
    );
  });

  it("are what the lint rules ask for", async () => {
    const eslint = new ESLint({ cwd: root });
    const rule = "no-restricted-imports";
    for (const part of Object.keys(providerParts)) {
      const { rules } = (await eslint.calculateConfigForFile(join(root, `provider/src/${part}/x.ts`))) as {
        rules: Record<string, [number, { patterns: { group: string[] }[] }]>;
      };
      const forbidden = rules[rule]?.[1].patterns.flatMap(({ group }) => group) ?? [];
      for (const other of Object.keys(providerParts)) {
        const isAllowed = other === part || providerParts[part]?.mayImport.includes(other) === true;
        expect(forbidden.includes(`**/${other}/**`), `${part} -> ${other}`).toBe(!isAllowed);
      }
    }
  });
});

describe("The picture in docs/architecture.md", () => {
  it("is what tools/lint/arrows.mjs draws; replace it with what this expects", () => {
    const document = readFileSync(join(root, "docs/architecture.md"), "utf8");
    const [, picture] = /^```mermaid\n(.*?)^```$/ms.exec(document) ?? [];
    expect(picture).toBe(architecturePicture());
  });
});
