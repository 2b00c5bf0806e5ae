import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { root } from "../../tools/setup/paths.mjs";

const run = promisify(execFile);

/** A package's `package.json`, as far as tests look at it. */
export interface Manifest {
  name: string;
  version: string;
  description: string;
  license: string;
  engines: { node: string };
  main?: string;
  types?: string;
  bin?: Record<string, string>;
  scripts?: Record<string, string>;
  exports?: Record<string, string | { types: string; default: string }>;
  dependencies: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional: boolean }>;
}

/** A package as `npm publish` would send it. */
export interface Packed {
  manifest: Manifest;
  /** The files, by path. */
  files: ReadonlyMap<string, string>;
  tarball: Buffer;
}

/** The folders of the packages. */
export const PACKAGES = ["provider", "policies", "emulator", "rollout"] as const;

const known = new Map<string, Promise<Packed>>();

/** Packs the package in a folder of the repository as npm does, without scripts that would build it first. */
export function packed(name: (typeof PACKAGES)[number]): Promise<Packed> {
  const pending = known.get(name) ?? pack(name);
  known.set(name, pending);
  return pending;
}

async function pack(name: string): Promise<Packed> {
  const folder = await mkdtemp(join(tmpdir(), "packed-"));
  const args = ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder];
  await run("npm", args, { cwd: join(root, name) });
  const [file = ""] = await readdir(folder);
  const tarball = await readFile(join(folder, file));
  await run("tar", ["-xzf", file], { cwd: folder });
  const entries = await readdir(join(folder, "package"), { recursive: true, withFileTypes: true });
  const paths = entries.flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []));
  const files = await Promise.all(
    paths.map(
      async (path) => [relative(join(folder, "package"), path), await readFile(path, "utf8")] as const,
    ),
  );
  await rm(folder, { recursive: true });
  const byPath = new Map(files);
  return { manifest: JSON.parse(byPath.get("package.json") ?? "") as Manifest, files: byPath, tarball };
}

/** The manifest of a package in a folder of the repository. */
export async function manifestOf(name: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(root, name, "package.json"), "utf8")) as Manifest;
}
