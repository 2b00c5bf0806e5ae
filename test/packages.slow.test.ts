import { execFile } from "node:child_process";
import { builtinModules, SourceMap, type SourceMapPayload } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { root } from "../tools/setup/paths.mjs";
import { staleFiles } from "../tools/setup/stale.mjs";
import { manifestOf, packed } from "./support/packed.ts";

/** Scripts that npm runs where a package is installed. */
const ON_INSTALLATION = [
  "preinstall",
  "install",
  "postinstall",
  "prepublish",
  "preprepare",
  "prepare",
  "postprepare",
];

/** Packages that a source file imports, without those of Node.js and files of its own. */
function imported(source: string): string[] {
  const found = source.matchAll(
    /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire(?:Here)?(?:\.resolve)?\(\s*)["']([^"'\n]+)["']/g,
  );
  return [...found].flatMap(([, path = ""]) => {
    const [name] = /^(?:@[\w.-]+\/)?\w[\w.-]*/.exec(path) ?? [];
    return name === undefined || path.startsWith("node:") || builtinModules.includes(name) ? [] : [name];
  });
}

/** The folders of the packages, and a file that each of them begins with. */
const STARTS = [
  ["provider", "dist/program/index.js"],
  ["policies", "dist/program/index.js"],
  ["emulator", "dist/index.js"],
  ["rollout", "dist/main.js"],
] as const;

/** A bundle of what others wrote, without a map, and what the bundler adds. */
const WITHOUT_MAP = /^(bin\/[\w-]+|dist\/process\/packages|.*\/rolldown-runtime[\w-]*)\.js$/;

/** Files whose texts are source code of other programs. */
const WRITES_SOURCE = /^dist\/export\//;

/** Files of the package that a file of it imports, or starts by a path whose ending it puts together. */
function ownFiles(path: string, text: string): { imported: string[]; named: string[] } {
  const ending = path.endsWith(".d.ts") ? ".d.ts" : ".js";
  const found = text.matchAll(
    /(\bfrom\s*|\bimport\s*\(?\s*|\brequire\(\s*|)["'`](\.{1,2}\/[\w./-]+?)(?:\.[jt]s["'`]|\$\{)/g,
  );
  const files = [...found].map(([, importing, name = ""]) => ({
    importing,
    file: `${join(dirname(path), name)}${ending}`,
  }));
  const imported = files.filter(({ importing }) => importing !== "").map(({ file }) => file);
  return { imported, named: files.map(({ file }) => file) };
}

describe.each(STARTS)("The package in %s", (name, entry) => {
  it("has a license, a page of its own and what it exports, and nothing that its build or its tests leave", async () => {
    const { manifest, ...contents } = await packed(name);
    expect(manifest).toMatchObject({
      license: "Apache-2.0",
      keywords: expect.arrayContaining(["prismatic"]) as object,
    });
    const files = [...contents.files.keys()];
    expect(files).toEqual(expect.arrayContaining(["LICENSE", "README.md", "package.json", entry]));
    expect(staleFiles(join(root, name))).toEqual([]);
    const left = /tsbuildinfo|\.test\.|npmignore|\/testing\/|^src\/|^node_modules\//;
    expect(files.filter((path) => left.test(path))).toEqual([]);
  });

  it("has each file that another one imports, and no code that none imports or starts", async () => {
    const { files, manifest } = await packed(name);
    const isCode = (path: string) => /\.(js|d\.ts)$/.test(path) && !WRITES_SOURCE.test(path);
    const code = [...files].filter(([path]) => isCode(path));
    const imported = code.flatMap(([path, text]) => ownFiles(path, text).imported);
    expect(imported.filter((path) => !files.has(path))).toEqual([]);
    const begun = JSON.stringify(manifest).matchAll(/"\.\/([^"]+)"/g);
    const reached = new Set([...begun].map(([, path = ""]) => path));
    for (const path of reached) {
      for (const file of ownFiles(path, files.get(path) ?? "").named) reached.add(file);
    }
    expect(code.map(([path]) => path).filter((path) => !reached.has(path))).toEqual([]);
  });

  it("has source maps that hold their sources, and lead from each throw to the same in TypeScript", async () => {
    const { files } = await packed(name);
    let places = 0;
    for (const [path, text] of files) {
      if (!path.endsWith(".js") || WITHOUT_MAP.test(path) || WRITES_SOURCE.test(path)) continue;
      const [, link = ""] = /\n\/\/# sourceMappingURL=(.*)\s*$/.exec(text) ?? [];
      const payload = JSON.parse(files.get(join(dirname(path), link)) ?? "{}") as SourceMapPayload;
      expect(payload.sources, path).not.toEqual([]);
      for (const source of payload.sources) expect(join(dirname(path), source)).toMatch(/^src\/.*\.tsx?$/);
      expect(payload.sourcesContent).toHaveLength(payload.sources.length);
      const map = new SourceMap(payload);
      for (const [index, line] of text.split("\n").entries()) {
        // What the compiler adds throws TypeErrors.
        const [thrown, kind] = /throw new (?!TypeError)(\w+)\(/.exec(line) ?? [];
        if (thrown === undefined) continue;
        const entry = map.findEntry(index, line.indexOf(thrown));
        if (!("originalLine" in entry)) throw new Error(`${path}:${index + 1} has no source`);
        const source = payload.sourcesContent[payload.sources.indexOf(entry.originalSource)] ?? "";
        expect(source.split("\n")[entry.originalLine], `${path}:${index + 1}`).toContain(`throw new ${kind}`);
        places++;
      }
    }
    expect(places).toBeGreaterThan(5);
    expect([...files].filter(([path]) => path.endsWith(".map") && !files.has(path.slice(0, -4)))).toEqual([]);
  });

  it("runs nothing when it is installed, and names no folder of the machine that built it", async () => {
    const { manifest, files } = await packed(name);
    expect(Object.keys(manifest.scripts ?? {}).filter((script) => ON_INSTALLATION.includes(script))).toEqual(
      [],
    );
    // With this file, npm builds a package without being told.
    expect(files.has("binding.gyp")).toBe(false);
    expect([...files].flatMap(([path, text]) => (text.includes(root) ? [path] : []))).toEqual([]);
  });

  it("depends on just what it imports", async () => {
    const { manifest, files } = await packed(name);
    // What is bundled was chosen by the packages themselves.
    const own = [...files].filter(
      ([path]) => /\.(js|d\.ts)$/.test(path) && !path.startsWith("dist/process/"),
    );
    const found = new Set(own.flatMap(([, text]) => imported(text)));
    found.delete(manifest.name);
    const dependencies = Object.keys(manifest.dependencies ?? {});
    const peers = Object.keys(manifest.peerDependencies ?? {});
    expect([...found].filter((each) => !peers.includes(each)).sort()).toEqual(dependencies.sort());
  });

  it("takes fixes of the packages that it depends on, apart from its siblings", async () => {
    const { dependencies } = await manifestOf(name);
    const pinned = Object.entries(dependencies).filter(([, range]) => !range.startsWith("^"));
    const deliberately = ["pulumi-prismatic", "dataloader", "fastest-levenshtein"];
    expect(pinned.map(([dependency]) => dependency).filter((each) => !deliberately.includes(each))).toEqual(
      [],
    );
  });
});

/** Runs Node.js where a package is not installed. */
async function nodeWithout(name: string, args: string[]): Promise<{ stdout: string; stderr: string }> {
  const refusing = `
    import { registerHooks } from "node:module";
    registerHooks({ resolve(name, context, next) {
      if (name !== ${JSON.stringify(name)}) return next(name, context);
      throw Object.assign(new Error("Cannot find package '" + name + "'"), { code: "ERR_MODULE_NOT_FOUND" });
    } });`;
  const hook = `data:text/javascript,${encodeURIComponent(refusing)}`;
  return promisify(execFile)(process.execPath, ["--import", hook, ...args]).catch(
    (error: unknown) => error as { stdout: string; stderr: string },
  );
}

it("The policy pack runs without TypeScript's compiler, which only --check-source loads", async () => {
  const { dependencies, peerDependenciesMeta } = await manifestOf("policies");
  expect(dependencies).not.toHaveProperty("typescript");
  expect(peerDependenciesMeta?.["typescript"]).toEqual({ optional: true });
  // Every file of the pack and of the command but those that read sources, loaded where no TypeScript is found.
  const main = join(root, "policies/dist/main.js");
  const run = (...args: string[]) => nodeWithout("typescript", [main, ...args]);
  expect((await run("registry", "--help")).stdout).toContain("--check-source");
  expect((await run("registry", "--check-source", root)).stderr).toContain(
    "--check-source needs TypeScript's compiler. Type: npm install --save-dev typescript",
  );
  const index = JSON.stringify(join(root, "policies/dist/index.js"));
  const evaluated = `const { policies } = await import(${index}); console.log(policies().length);`;
  const { stdout } = await nodeWithout("typescript", ["--input-type=module", "--eval", evaluated]);
  expect(Number(stdout)).toBeGreaterThan(10);
});

it("The rollout needs a client of S3 only for a lock there, and says how to install it", async () => {
  const { dependencies, peerDependenciesMeta } = await manifestOf("rollout");
  expect(dependencies).not.toHaveProperty("@aws-sdk/client-s3");
  expect(peerDependenciesMeta?.["@aws-sdk/client-s3"]).toEqual({ optional: true });
  const main = join(root, "rollout/dist/main.js");
  const locks = JSON.stringify(join(root, "rollout/dist/lock/stackLocks.js"));
  expect((await nodeWithout("@aws-sdk/client-s3", [main, "up", "--help"])).stdout).toContain("--no-lock");
  const taking = `const { locksOf } = await import(${locks});
    const locks = await locksOf("s3://states", "/", { project: "p", owner: { run: "r" } });
    await locks.take(["eu"]).catch(({ message, nextStep }) => console.log(message, nextStep));`;
  const { stdout } = await nodeWithout("@aws-sdk/client-s3", ["--input-type=module", "--eval", taking]);
  expect(stdout).toBe(
    "The lock of a rollout in S3 needs the package @aws-sdk/client-s3, which is not installed. Nothing was started, in no " +
      "stack. Type: npm install --save-dev @aws-sdk/client-s3\n",
  );
});
