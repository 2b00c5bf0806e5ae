import { existsSync, globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { root } from "../tools/setup/paths.mjs";

const guide = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");

/** Additions that the guide explains, each with a name that its example has in all its files. */
const ADDITIONS = [
  { title: "An argument", example: /oauthRedirect/ },
  { title: "A resource", example: /customerEmbeddedAccess|CustomerEmbeddedAccess/ },
  { title: "A policy", example: /https-urls|httpsUrls/ },
];

/** The files and folders in the table of a section. */
function listed(title: string): string[] {
  const section = guide.split(/^## /m).find((text) => text.startsWith(`${title}\n`)) ?? "";
  return [...section.matchAll(/^\| `(\S+)` +\|/gm)].map(([, path = ""]) => path);
}

/** The files below a folder, or the file itself, as text without its comments. */
function codeIn(path: string): string {
  const files = path.endsWith("/")
    ? globSync(`${path}**/*.ts`, { cwd: root }).filter((file) => !file.endsWith(".test.ts"))
    : [path];
  return files.map((file) => withoutComments(readFileSync(join(root, file), "utf8"), file)).join("\n");
}

/** The text of a source as it is compiled; any other text as it is. */
function withoutComments(text: string, file: string): string {
  if (!/\.tsx?$/.test(file)) return text;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  return ts.createPrinter({ removeComments: true }).printFile(source);
}

describe.each(ADDITIONS)("CONTRIBUTING.md, $title", ({ title, example }) => {
  it("lists files that are there, and that the example is in", () => {
    expect(listed(title).length).toBeGreaterThan(5);
    for (const path of listed(title)) {
      expect(existsSync(join(root, path)), path).toBe(true);
      expect(codeIn(path), path).toMatch(example);
    }
  });

  it("leaves out no source that names the example", () => {
    const paths = listed(title);
    const sources = globSync("{provider,policies,rollout}/src/**/*.{ts,tsx}", { cwd: root })
      .map((file) => file.split(sep).join("/"))
      .filter((file) => !/\.test\.ts$/.test(file) && !paths.some((path) => file.startsWith(path)));
    // Most files do not name it even in a comment.
    const naming = sources.filter((file) => example.test(readFileSync(join(root, file), "utf8")));
    expect(naming.filter((file) => example.test(codeIn(file)))).toEqual([]);
  });
});

it("CONTRIBUTING.md and docs/architecture.md name no file that is not there", () => {
  for (const document of ["CONTRIBUTING.md", "docs/architecture.md"]) {
    const text = readFileSync(join(root, document), "utf8");
    const named = [
      ...text.matchAll(/`((?:provider|policies|rollout|emulator|test|tools|docs|examples)\/[^`<*\s]+)`/g),
    ];
    expect(named.length).toBeGreaterThan(5);
    for (const [, path = ""] of named)
      expect(existsSync(join(root, path)), `${document}: ${path}`).toBe(true);
  }
});

it("the dev container has the versions that the set-up asks for, and what Chromium loads", () => {
  const dockerfile = readFileSync(join(root, ".devcontainer/Dockerfile"), "utf8");
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    devDependencies: Record<string, string>;
  };
  const [major] = devDependencies["node"]?.split(".") ?? [];
  expect(dockerfile).toMatch(new RegExp(`^FROM node:${major}-`, "m"));
  for (const library of ["libexpat1", "libnspr4", "libnss3"]) expect(dockerfile).toContain(library);
  for (const module of ["tools/engine", "tools/s3-server"]) {
    const [, go] = /^go (\d+\.\d+)/m.exec(readFileSync(join(root, module, "go.mod"), "utf8")) ?? [];
    expect(dockerfile, module).toContain(`FROM golang:${go}-`);
  }
  const settings = readFileSync(join(root, ".devcontainer/devcontainer.json"), "utf8");
  const parsed = ts.parseConfigFileTextToJson("devcontainer.json", settings);
  expect(parsed.error).toBeUndefined();
  expect(parsed.config).toMatchObject({ build: { dockerfile: "Dockerfile" }, remoteUser: "node" });
});
