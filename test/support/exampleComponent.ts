import { cp, mkdir, symlink } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { root } from "../../tools/setup/paths.mjs";
import { runCommand } from "./processes.ts";

/** The versions of Prismatic's library that the example is built with, and where each is installed. */
const spectralPackages = { "10.18.6": "@prismatic-io/spectral", "10.31.1": "spectral-newest" };

/** A version of Prismatic's library that the example is built with. */
export type SpectralVersion = keyof typeof spectralPackages;

/**
 * Copies the example component to a folder that does not exist yet and builds it there by its own script;
 * the answer is the folder that a user would publish from, with `dist/` in it.
 */
export function buildExampleComponent(folder: string, spectral: SpectralVersion): Promise<string> {
  return build("acme-erp-component", folder, spectral);
}

/** Does the same with the example of a code-native integration, whose user connection needs the newest library. */
export function buildExampleIntegration(folder: string): Promise<string> {
  return build("acme-orders-integration", folder, "10.31.1");
}

async function build(example: string, folder: string, spectral: SpectralVersion): Promise<string> {
  const source = join(root, "examples", example);
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
  if (built.exitCode !== 0) throw new Error(`${example} was not built:\n${built.output}`);
  return folder;
}
