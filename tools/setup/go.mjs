import { renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { findOnPath, isExecutable } from "./engine-version.mjs";
import { step } from "./progress.mjs";
import { run, tail } from "./run.mjs";

/** The command of Go, where it is installed. */
export function findGo() {
  return findOnPath("go") ?? ["/usr/local/go/bin/go", "/opt/homebrew/bin/go"].find(isExecutable);
}

/**
 * Builds one program, and answers why it could not.
 * @param {string} go
 * @param {{ title: string, flags: string, cwd: string, source: string, file: string }} build with the folder of the module
 * @returns {Promise<string | undefined>}
 */
export async function goBuild(go, { title, flags, cwd, source, file }) {
  const partial = join(dirname(file), `partial-${process.pid}`);
  const { code, output } = await step(title, () =>
    run(go, ["build", "-ldflags", flags, "-o", partial, source], {
      cwd,
      env: { ...process.env, GOWORK: "off", GOFLAGS: "-mod=readonly" },
    }),
  );
  if (code !== 0) return `go build failed:\n${tail(output, 8)}`;
  renameSync(partial, file);
  return undefined;
}
