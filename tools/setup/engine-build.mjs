import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { builtVersion, findOnPath, isExecutable, versionOf } from "./engine-version.mjs";
import { withLock } from "./lock.mjs";
import { cacheFolder, root } from "./paths.mjs";
import { say, step } from "./progress.mjs";
import { run, tail } from "./run.mjs";

/** @typedef {import("./engine-version.mjs").Engine} Engine */

const program = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const versionVariable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
const moduleFolder = join(root, "tools", "engine");

const folder = () => join(cacheFolder(), "engine", `v${builtVersion}-${process.platform}-${process.arch}`);
const pulumiFile = () => join(folder(), "pulumi");
/** Clones of other commits share the cache, so its name tells which source it was built from. */
const languageHostFile = () => join(folder(), `language-host-${languageHostDigest()}`);

/**
 * The engine that an earlier set-up built into the cache; a damaged one is removed.
 * @returns {Promise<Engine | undefined>}
 */
export async function cachedBuild() {
  const pulumi = await cachedPulumi();
  const builtLanguageHost = languageHostFile();
  if (!pulumi || !isExecutable(builtLanguageHost)) return undefined;
  return { pulumi, version: builtVersion, builtLanguageHost };
}

async function cachedPulumi() {
  const pulumi = pulumiFile();
  if (!isExecutable(pulumi)) return undefined;
  if ((await versionOf(pulumi)) === builtVersion) return pulumi;
  say(`  ${pulumi} is damaged: removing it`);
  rmSync(pulumi, { force: true });
  return undefined;
}

/**
 * The engine built from Pulumi's Go module, or the reason why it could not be.
 * @returns {Promise<Engine | string>}
 */
export async function builtEngine() {
  const go = findGo();
  if (!go) return "Go is not installed";
  return withLock(join(folder(), "build.lock"), async () => (await cachedBuild()) ?? build(go));
}

/** @returns {Promise<Engine | string>} */
async function build(/** @type {string} */ go) {
  mkdirSync(folder(), { recursive: true });
  for (const name of readdirSync(folder())) {
    if (name.startsWith("partial-")) rmSync(join(folder(), name));
  }
  if (!(await cachedPulumi())) {
    const title = `Building Pulumi ${builtVersion} with Go (once; it takes some minutes and is kept in ${folder()})`;
    const flags = `-s -w -X ${versionVariable}=v${builtVersion}`;
    const failure = await goBuild(go, { title, flags, source: program, file: pulumiFile() });
    if (failure) return failure;
    if (!(await cachedPulumi())) return "the program that go build made does not answer";
  }
  const title = "Building the language host for Node.js with Go";
  const failure = await goBuild(go, {
    title,
    flags: "-s -w",
    source: "./language-host",
    file: languageHostFile(),
  });
  return failure ?? (await cachedBuild()) ?? "what go build made is not in the cache";
}

/**
 * Builds one program, and answers why it could not.
 * @param {string} go
 * @param {{ title: string, flags: string, source: string, file: string }} build
 * @returns {Promise<string | undefined>}
 */
async function goBuild(go, { title, flags, source, file }) {
  const partial = join(folder(), `partial-${process.pid}`);
  const { code, output } = await step(title, () =>
    run(go, ["build", "-ldflags", flags, "-o", partial, source], {
      cwd: moduleFolder,
      env: { ...process.env, GOWORK: "off", GOFLAGS: "-mod=readonly" },
    }),
  );
  if (code !== 0) return `go build failed:\n${tail(output, 8)}`;
  renameSync(partial, file);
  return undefined;
}

function languageHostDigest() {
  const sources = join(moduleFolder, "language-host");
  const files = readdirSync(sources).map((name) => join(sources, name));
  const hash = createHash("sha256");
  for (const file of [...files.sort(), join(moduleFolder, "go.mod")]) hash.update(readFileSync(file));
  return hash.digest("hex").slice(0, 16);
}

function findGo() {
  return findOnPath("go") ?? ["/usr/local/go/bin/go", "/opt/homebrew/bin/go"].find(isExecutable);
}
