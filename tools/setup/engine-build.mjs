import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { builtVersion, isExecutable, versionOf } from "./engine-version.mjs";
import { findGo, goBuild } from "./go.mjs";
import { withLock } from "./lock.mjs";
import { cacheFolder, root } from "./paths.mjs";
import { say } from "./progress.mjs";

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
    const failure = await goBuild(go, {
      ...{ title, flags, cwd: moduleFolder, source: program, file: pulumiFile() },
    });
    if (failure) return failure;
    if (!(await cachedPulumi())) return "the program that go build made does not answer";
  }
  const title = "Building the language host for Node.js with Go";
  const failure = await goBuild(go, {
    ...{ title, flags: "-s -w", cwd: moduleFolder },
    source: "./language-host",
    file: languageHostFile(),
  });
  return failure ?? (await cachedBuild()) ?? "what go build made is not in the cache";
}

function languageHostDigest() {
  const sources = join(moduleFolder, "language-host");
  const files = readdirSync(sources).map((name) => join(sources, name));
  const hash = createHash("sha256");
  for (const file of [...files.sort(), join(moduleFolder, "go.mod")]) hash.update(readFileSync(file));
  return hash.digest("hex").slice(0, 16);
}
