import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isExecutable } from "./engine-version.mjs";
import { SetupError } from "./errors.mjs";
import { findGo, goBuild } from "./go.mjs";
import { withLock } from "./lock.mjs";
import { cacheFolder, root } from "./paths.mjs";

const moduleFolder = join(root, "tools", "s3-server");

/**
 * The server of S3 for tests, built from a Go module into the user's cache: no package of npm keeps the conditions of a
 * write. It takes half a minute, once.
 */
export async function ensureS3Server() {
  const folder = join(cacheFolder(), "s3-server");
  const file = join(folder, `s3-server-${digest()}-${process.platform}-${process.arch}`);
  if (isExecutable(file)) return file;
  const go = findGo();
  if (!go)
    throw new SetupError("The tests of S3 need Go 1.25 or newer, to build its server: https://go.dev/dl/");
  return withLock(join(folder, "build.lock"), async () => {
    if (isExecutable(file)) return file;
    mkdirSync(folder, { recursive: true });
    const title = `Building the server of S3 for tests with Go (once; it is kept in ${folder})`;
    const build = { title, flags: "-s -w", cwd: moduleFolder, source: ".", file };
    const failure = await goBuild(go, build);
    if (failure) throw new SetupError(`The server of S3 for tests could not be built: ${failure}`);
    return file;
  });
}

function digest() {
  const hash = createHash("sha256");
  for (const name of ["go.mod", "main.go"]) hash.update(readFileSync(join(moduleFolder, name)));
  return hash.digest("hex").slice(0, 16);
}
