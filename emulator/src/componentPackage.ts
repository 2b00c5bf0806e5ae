import { crc32 } from "node:zlib";
import { fromBufferPromise } from "yauzl";

/** Why a package cannot be processed: it must be a whole zip file with `index.js` at its top. */
export async function packageProblem(content: Buffer): Promise<string | null> {
  const names: string[] = [];
  try {
    const zip = await fromBufferPromise(content, { lazyEntries: true });
    for await (const entry of zip.eachEntry()) {
      names.push(entry.fileName);
      const chunks = (await (await zip.openReadStreamPromise(entry)).toArray()) as Buffer[];
      if (crc32(Buffer.concat(chunks)) !== entry.crc32) throw new Error(`${entry.fileName} is damaged`);
    }
  } catch (error) {
    return `The package is not a zip file that can be read: ${(error as Error).message}`;
  }
  return names.includes("index.js") ? null : "The package has no index.js at its top";
}
