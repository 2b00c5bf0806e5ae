import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { builtVersion, findOnPath, isExecutable, versionOf } from "./engine-version.mjs";
import { withLock } from "./lock.mjs";
import { cacheFolder, root } from "./paths.mjs";
import { say, step } from "./progress.mjs";
import { run, tail } from "./run.mjs";

/** @typedef {import("./engine-version.mjs").Engine} Engine */

const program = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const versionVariable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

const folder = () => join(cacheFolder(), "engine", `v${builtVersion}-${process.platform}-${process.arch}`);

/**
 * The engine that an earlier set-up built into the cache; a damaged one is removed.
 * @returns {Promise<Engine | undefined>}
 */
export async function cachedBuild() {
  const pulumi = join(folder(), "pulumi");
  if (!isExecutable(pulumi)) return undefined;
  if ((await versionOf(pulumi)) === builtVersion) return { pulumi, version: builtVersion };
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
  const partial = join(folder(), `partial-${process.pid}`);
  const args = ["build", "-ldflags", `-s -w -X ${versionVariable}=v${builtVersion}`, "-o", partial, program];
  const result = await step(
    `Building Pulumi ${builtVersion} with Go (once; it takes some minutes and is kept in ${folder()})`,
    () =>
      run(go, args, {
        cwd: join(root, "tools", "engine"),
        env: { ...process.env, GOWORK: "off", GOFLAGS: "-mod=readonly" },
      }),
  );
  if (result.code !== 0) return `go build failed:\n${tail(result.output, 8)}`;
  if ((await versionOf(partial)) !== builtVersion) return "the program that go build made does not answer";
  const pulumi = join(folder(), "pulumi");
  renameSync(partial, pulumi);
  return { pulumi, version: builtVersion };
}

function findGo() {
  return findOnPath("go") ?? ["/usr/local/go/bin/go", "/opt/homebrew/bin/go"].find(isExecutable);
}
