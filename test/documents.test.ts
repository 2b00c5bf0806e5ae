import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { anchorOf } from "../site/links.mjs";
import { root } from "../tools/setup/paths.mjs";
import { diagnosticsOf, messageOf } from "./support/compiled.ts";
import { blocksOf, textOf } from "./support/guide.ts";

const documents = globSync(["README.md", "*/README.md", "docs/**/*.md", "examples/*/README.md"], {
  cwd: root,
});

/** Documents that are guides; each has a test that runs every command and program in it. */
const guides = globSync("docs/guides/*.md", { cwd: root }).filter((path) => !path.endsWith("README.md"));

const treeOf = (path: string) => fromMarkdown(readFileSync(join(root, path), "utf8"));

function nodesOf(node: Nodes): Nodes[] {
  return [node, ...("children" in node ? node.children.flatMap(nodesOf) : [])];
}

const known = new Map<string, Set<string>>();

/** The anchors that GitHub gives to the headings of a document. */
function anchorsOf(path: string): Set<string> {
  const anchors = known.get(path) ?? new Set<string>();
  if (known.has(path)) return anchors;
  known.set(path, anchors);
  for (const node of nodesOf(treeOf(path)).filter(({ type }) => type === "heading")) {
    const anchor = anchorOf(textOf(node));
    let unique = anchor;
    for (let count = 1; anchors.has(unique); count++) unique = `${anchor}-${count}`;
    anchors.add(unique);
  }
  return anchors;
}

describe("Links within the repository", () => {
  it.each(documents)("of %s lead to files and headings that are there", (path) => {
    const dead = nodesOf(treeOf(path)).flatMap((node) => {
      if (node.type !== "link" && node.type !== "image" && node.type !== "definition") return [];
      if (/^[a-z]+:/.test(node.url)) return [];
      const [target = "", anchor] = node.url.split("#");
      const file = target === "" ? join(root, path) : resolve(root, dirname(path), target);
      if (!existsSync(file)) return [node.url];
      if (anchor === undefined || statSync(file).isDirectory() || !file.endsWith(".md")) return [];
      return anchorsOf(file.slice(root.length + 1)).has(anchor) ? [] : [node.url];
    });
    expect(dead).toEqual([]);
  });
});

describe("Guides", () => {
  it("are all listed", () => {
    const list = readFileSync(join(root, "docs/guides/README.md"), "utf8");
    expect(guides.filter((path) => !list.includes(`](${path.replace("docs/guides/", "")})`))).toEqual([]);
  });

  it.each(guides)("%s has a test that runs it", (path) => {
    const name = path.replace(/^docs\/guides\/(.*)\.md$/, "$1");
    const test = join(root, `test/guides/${name}.long.test.ts`);
    expect(existsSync(test), test).toBe(true);
    expect(readFileSync(test, "utf8")).toContain(`useGuide("${path}")`);
  });
});

describe("Programs in documents", () => {
  it("compile, excerpts with the imports that a reader has already", () => {
    const programs = new Map<string, string>();
    for (const path of documents) {
      for (const { language, text, line } of blocksOf(readFileSync(join(root, path), "utf8"))) {
        if (language !== "ts") continue;
        programs.set(join(root, `${path}.line-${line}.ts`), completed(text));
      }
    }
    expect(programs.size).toBeGreaterThan(10);
    expect(compileErrors(programs)).toEqual([]);
  });
});

/** Exports of the package, which an excerpt may use without an import. */
const exported = [
  ...readFileSync(join(root, "provider/dist/program/index.d.ts"), "utf8").matchAll(
    /export (?:type )?\{([^}]*)\}/g,
  ),
].flatMap(([, names = ""]) => names.split(",").map((name) => name.replace("type ", "").trim()));

/** An excerpt as a module of its own, with the imports that a reader has already. */
function completed(excerpt: string): string {
  const uses = (name: string) => name !== "" && new RegExp(`\\b${name}\\b`).test(excerpt);
  const missing = exported.filter(
    (name) => uses(name) && !excerpt.match(new RegExp(`import [^;]*\\b${name}\\b`)),
  );
  const declares = (name: string) => new RegExp(`(const|as) ${name}\\b`).test(excerpt);
  return [
    // What a document leaves out may be anything.
    excerpt.replace(/\.\.\.(?=\s*[}\n])/g, "...elided"),
    "declare const elided: any;",
    ...(uses("config") && !declares("config")
      ? ["declare const config: import('@pulumi/pulumi').Config;"]
      : []),
    ...(uses("PolicyPack") && !excerpt.includes("@pulumi/policy")
      ? ["import { PolicyPack } from '@pulumi/policy';"]
      : []),
    ...(uses("pulumi") && !declares("pulumi") ? ["import * as pulumi from '@pulumi/pulumi';"] : []),
    `import { ${missing.join(", ")} } from "pulumi-prismatic";`,
    "export {};",
  ].join("\n");
}

/** Names of the program around an excerpt, and its files: nothing that the excerpt alone could be wrong about. */
const ELSEWHERE = [
  /^Cannot find name '[a-z]\w*'\.$/,
  /^No value exists in scope for the shorthand/,
  /^Cannot find module '\./,
  /^Relative import paths need/,
];

/** Compiles programs that exist as texts alone, and answers the compiler's errors. */
function compileErrors(programs: ReadonlyMap<string, string>): string[] {
  const file = join(root, "tsconfig.base.json");
  const { config } = ts.readConfigFile(file, (path) => ts.sys.readFile(path)) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const own = {
    noEmit: true,
    noUnusedLocals: false,
    allowImportingTsExtensions: true,
    verbatimModuleSyntax: false,
  };
  return diagnosticsOf(programs, { ...options, ...own }).flatMap((found) => {
    const text = messageOf(found);
    if (ELSEWHERE.some((pattern) => pattern.test(text))) return [];
    const { file: source, start = 0 } = found;
    const line = source?.getLineAndCharacterOfPosition(start).line ?? 0;
    return [`${source?.fileName.slice(root.length + 1)}+${line + 1}: ${text}`];
  });
}
