import { cp, mkdir, symlink } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { root } from "../../tools/setup/paths.mjs";
import { runCommand } from "./processes.ts";

const source = join(root, "examples/acme-erp-component");

/** The versions of Prismatic's library that the example is built with, and where each is installed. */
const spectralPackages = { "10.18.6": "@prismatic-io/spectral", "10.31.1": "spectral-newest" };

/** A version of Prismatic's library that the example is built with. */
export type SpectralVersion = keyof typeof spectralPackages;

/**
 * Copies the example component to a folder that does not exist yet and builds it there by its own script;
 * the answer is the folder that a user would publish from, with `dist/` in it.
 */
export async function buildExampleComponent(folder: string, spectral: SpectralVersion): Promise<string> {
  await cp(source, folder, {
    recursive: true,
    filter: (path) => !/[/\\](dist|node_modules)$/.test(path.slice(source.length)),
  });
  const installed = { "@prismatic-io/spectral": spectralPackages[spectral], rolldown: "rolldown" };
  for (const [name, target] of Object.entries(installed)) {
    const link = join(folder, "node_modules", name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(root, "node_modules", target), link, "junction");
  }
  const path = [join(root, "node_modules/.bin"), process.env["PATH"]].join(delimiter);
  const built = await runCommand("npm", ["run", "build"], {
    cwd: folder,
    env: { ...process.env, PATH: path },
  });
  if (built.exitCode !== 0) throw new Error(`The example component was not built:\n${built.output}`);
  return folder;
}
