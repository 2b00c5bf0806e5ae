import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serverCertificate } from "../tls.ts";

const FILES = ["ca.pem", "ca-key.pem"];

const AUTHORITY = Symbol.for("authority of the emulators' certificates");

/** The authority of this worker, for all files that it runs: each file loads this module anew. */
const shared = globalThis as { [AUTHORITY]?: Promise<string[]> };

/**
 * Gives the data folder of an emulator that is not started yet the authority that signs the certificates of all emulators
 * of this process. Making one takes longer than all else of a start.
 */
export async function shareAuthority(folder: string): Promise<void> {
  const texts = await (shared[AUTHORITY] ??= made());
  for (const [index, name] of FILES.entries())
    await writeFile(join(folder, name), texts[index] ?? "", { mode: 0o600 });
}

async function made(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "authority-"));
  try {
    await serverCertificate(folder);
    return await Promise.all(FILES.map((name) => readFile(join(folder, name), "utf8")));
  } finally {
    await rm(folder, { recursive: true });
  }
}
