import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";

/** The package from which Prismatic runs a component. */
export interface ComponentPackage {
  /** The zip as it is uploaded. */
  bytes: Buffer;
  /** Its SHA-1 in hexadecimal digits, by which Prismatic and prism tell two packages apart. */
  signature: string;
}

/** Options that `prism` gives every entry: a folder makes the same zip wherever and whenever it is built. */
const ENTRY = { mtime: new Date(0), compressionLevel: 9 };

/**
 * Zips a folder byte for byte as `prism components:publish` does: all plain files, sorted by path. The modes of the
 * files are part of the zip; symbolic links are not.
 */
export async function zipFolder(folder: string): Promise<ComponentPackage> {
  const zip = new ZipFile();
  for (const path of await filesBelow(folder)) zip.addFile(join(folder, path), path, ENTRY);
  // A file that cannot be read is an error of the zip, not of its stream.
  const failed = new Promise<never>((_resolve, reject) => zip.on("error", reject));
  zip.end();
  return packageOf(await Promise.race([buffer(zip.outputStream), failed]));
}

/** A package that is a zip already. */
export function packageOf(bytes: Buffer): ComponentPackage {
  return { bytes, signature: createHash("sha1").update(bytes).digest("hex") };
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort((one, other) => (one < other ? -1 : 1));
}
