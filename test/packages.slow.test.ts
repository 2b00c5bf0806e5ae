import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { root } from "../tools/setup/paths.mjs";
import { staleFiles } from "../tools/setup/stale.mjs";

type Manifest = Record<"dependencies" | "peerDependencies", Record<string, string>> & {
  peerDependenciesMeta?: Record<string, { optional: boolean }>;
  exports?: Record<string, { types: string; default: string }>;
};

const manifestOf = async (name: string) =>
  JSON.parse(await readFile(join(root, name, "package.json"), "utf8")) as Manifest;

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

interface Packed {
  manifest: Partial<Manifest> & { name: string; scripts?: Record<string, string> };
  /** The files that `npm publish` would send, by path. */
  files: ReadonlyMap<string, string>;
}

const packages = new Map<string, Promise<Packed>>();

/** The package as npm packs it, without the scripts that would build it first. */
function packed(name: string): Promise<Packed> {
  const known = packages.get(name) ?? pack(name);
  packages.set(name, known);
  return known;
}

async function pack(name: string): Promise<Packed> {
  const folder = await mkdtemp(join(tmpdir(), "packed-"));
  folders.push(folder);
  const cwd = join(root, name);
  await promisify(execFile)("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder], {
    cwd,
  });
  const [tarball = ""] = await readdir(folder);
  await promisify(execFile)("tar", ["-xzf", tarball], { cwd: folder });
  const entries = await readdir(join(folder, "package"), { recursive: true, withFileTypes: true });
  const paths = entries.flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []));
  const files = await Promise.all(
    paths.map(
      async (path) => [relative(join(folder, "package"), path), await readFile(path, "utf8")] as const,
    ),
  );
  const byPath = new Map(files);
  return { manifest: JSON.parse(byPath.get("package.json") ?? "") as Packed["manifest"], files: byPath };
}

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

/** Packages, and the file that each of them begins with. */
const PACKAGES = [
  ["provider", "dist/index.js"],
  ["policies", "dist/index.js"],
  ["emulator", "dist/index.js"],
  ["rollout", "dist/main.js"],
] as const;

describe.each(PACKAGES)("The package in %s", (name, entry) => {
  it("has a license, a page of its own and what it exports, and nothing that its build or its tests leave", async () => {
    const files = [...(await packed(name)).files.keys()];
    expect(files).toEqual(expect.arrayContaining(["LICENSE", "README.md", "package.json", entry]));
    expect(staleFiles(join(root, name))).toEqual([]);
    const left = /tsbuildinfo|\.test\.|\.map$|\/testing\/|^src\/|^node_modules\//;
    expect(files.filter((path) => left.test(path))).toEqual([]);
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
    const deliberately = [
      "pulumi-prismatic",
      "@graphql-typed-document-node/core",
      "dataloader",
      "fastest-levenshtein",
    ];
    expect(pinned.map(([dependency]) => dependency).filter((each) => !deliberately.includes(each))).toEqual(
      [],
    );
  });
});

it("Everything that the provider exports is in its package, with its declarations", async () => {
  const { exports } = await manifestOf("provider");
  const targets = Object.values(exports ?? {}).flatMap(({ types, default: code }) => [types, code]);
  const { files } = await packed("provider");
  expect(targets.length).toBeGreaterThan(8);
  for (const target of targets) expect(files.has(target.replace("./", ""))).toBe(true);
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
