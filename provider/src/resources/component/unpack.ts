import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fromBufferPromise, type Entry, type ZipFile } from "yauzl";

/** More than any component needs; a zip that claims more is damaged or malicious. */
const MOST = { entries: 20_000, bytes: 512 * 1024 * 1024 };

/**
 * Writes the files of a zip below `folder`.
 *
 * @throws Error where it is not a zip, holds too much, or names a file outside of the folder
 */
export async function unpack(bytes: Buffer, folder: string): Promise<void> {
  // It refuses absolute paths and those that climb out of the folder.
  const zip = await fromBufferPromise(bytes, { lazyEntries: true });
  if (zip.entryCount > MOST.entries) throw new Error(`it holds more than ${MOST.entries} files`);
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    total += entry.uncompressedSize;
    if (total > MOST.bytes) throw new Error(`it holds more than ${MOST.bytes / 1024 / 1024} MB`);
    if (!entry.fileName.endsWith("/")) await writeEntry(zip, entry, join(folder, entry.fileName));
  }
}

async function writeEntry(zip: ZipFile, entry: Entry, file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  // It fails where more comes out than the entry claims: also where the file can have no such name, so that no pipeline
  // listens, and the error would end the process.
  const content = await zip.openReadStreamPromise(entry);
  content.on("error", () => undefined);
  await pipeline(content, createWriteStream(file));
}
