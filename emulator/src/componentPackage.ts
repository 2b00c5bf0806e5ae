import { finished } from "node:stream/promises";
import { fromBufferPromise } from "yauzl";

/** Why a package cannot be processed: it must be a whole zip file with `index.js` at its top. */
export async function packageProblem(content: Buffer): Promise<string | null> {
  const names: string[] = [];
  try {
    const zip = await fromBufferPromise(content, { lazyEntries: true });
    for await (const entry of zip.eachEntry()) {
      names.push(entry.fileName);
      const isFolder = entry.fileName.endsWith("/");
      if (!isFolder) await finished((await zip.openReadStreamPromise(entry)).resume());
    }
  } catch (error) {
    return `The package is not a zip file that can be read: ${(error as Error).message}`;
  }
  return names.includes("index.js") ? null : "The package has no index.js at its top";
}
