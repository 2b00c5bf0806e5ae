import { lstat, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { ConfigurationError } from "../../tenant/errors.ts";
import { packageOf, zipFolder, type ComponentPackage } from "./package.ts";
import { unpack } from "./unpack.ts";

/** The file that Prismatic loads a component from. */
export const ENTRY_POINT = "index.js";

/** A built component on this machine: a folder, or a zip that is published as it is. */
export interface Bundle {
  /** The path as the program gives it. */
  path: string;
  package: ComponentPackage;
  /**
   * Calls `use` with a temporary folder that holds what the package holds. Files beside or above the bundle, such as
   * the program's `package.json`, do not count where Prismatic runs it.
   *
   * @param beside files that the bundle's code finds beside its folder all the same, by their paths there
   */
  inFolder<Result>(use: (folder: string) => Promise<Result>, beside?: FilesBeside): Promise<Result>;
}

/** Contents of files by their paths, relative to the folder that holds the bundle's folder. */
export type FilesBeside = Readonly<Record<string, Buffer>>;

/**
 * Reads a bundle.
 *
 * @param path relative to `base`
 * @param base the program's folder; left out: the working folder of the provider's process, which is that
 * @throws ConfigurationError where there is none, or where it cannot be read
 */
export async function openBundle(path: string, base = process.cwd()): Promise<Bundle> {
  const absolute = resolve(base, path);
  const found = await stat(absolute).catch(() => undefined);
  if (found === undefined) {
    throw new ConfigurationError(
      `"${path}" does not exist in ${base}. Build the component first, or correct the path.`,
    );
  }
  return found.isDirectory() ? openFolder(path, absolute) : openZip(path, absolute);
}

/**
 * Reads a bundle that must still be the one that the preview showed.
 *
 * @param notDone what was not done where it is another, as the beginning of a sentence
 * @throws ConfigurationError where it is another one
 */
export async function openPlanned(
  planned: { bundle: string; signature: string },
  notDone: string,
): Promise<Bundle> {
  const bundle = await openBundle(planned.bundle);
  const { signature } = bundle.package;
  if (signature === planned.signature) return bundle;
  throw new ConfigurationError(
    `${notDone}: "${planned.bundle}" has changed since it was planned (signature ${planned.signature}, now ` +
      `${signature}). Run the command again.`,
  );
}

async function openFolder(path: string, folder: string): Promise<Bundle> {
  if (!(await isPlainFile(join(folder, ENTRY_POINT)))) {
    const built = (await isPlainFile(join(folder, "dist", ENTRY_POINT)))
      ? ` Did you mean "${join(path, "dist")}"?`
      : " Build the component first, and name the folder that the build writes.";
    throw new ConfigurationError(`"${path}" holds no ${ENTRY_POINT}, so it is no built component.${built}`);
  }
  const zipped = await zipFolder(folder);
  return { path, package: zipped, inFolder: (...use) => inUnpacked(path, zipped.bytes, ...use) };
}

async function openZip(path: string, file: string): Promise<Bundle> {
  const bytes = await readFile(file);
  return { path, package: packageOf(bytes), inFolder: (...use) => inUnpacked(path, bytes, ...use) };
}

async function inUnpacked<Result>(
  path: string,
  bytes: Buffer,
  use: (folder: string) => Promise<Result>,
  beside: FilesBeside = {},
): Promise<Result> {
  const parent = await mkdtemp(join(await realpath(tmpdir()), "pulumi-prismatic-"));
  const folder = join(parent, "dist");
  try {
    await mkdir(folder);
    for (const [name, content] of Object.entries(beside)) {
      await mkdir(dirname(join(parent, name)), { recursive: true });
      await writeFile(join(parent, name), content);
    }
    await unpack(bytes, folder).catch((error: unknown) => {
      throw new ConfigurationError(`"${path}" cannot be unpacked: ${(error as Error).message}.`);
    });
    if (!(await isPlainFile(join(folder, ENTRY_POINT)))) {
      throw new ConfigurationError(
        `"${path}" holds no ${ENTRY_POINT} at its root. Zip what is in the built folder, not the folder itself.`,
      );
    }
    return await use(folder);
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
}

/** Symbolic links do not get into a package. */
async function isPlainFile(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined))?.isFile() === true;
}
