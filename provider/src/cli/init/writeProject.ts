import { randomBytes } from "node:crypto";
import { lstat, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { visible } from "../../tenant/visible.ts";
import { CommandError } from "../../commandLine/failure.ts";
import { mergedIgnores, mergedManifest } from "./merged.ts";

/** Files that are to be written, and those of them that would replace something. */
export interface Plan {
  folder: string;
  /** New content by path; files that have it already are left out. */
  writes: ReadonlyMap<string, string>;
  /** Paths of files that are there and differ. */
  replaced: readonly string[];
}

/**
 * Compares files with what a folder has. A `package.json` and a `.gitignore` that are there keep what they say and get what
 * they lack.
 *
 * @throws CommandError where something else than a file stands in a place
 */
export async function plannedWrites(folder: string, files: ReadonlyMap<string, string>): Promise<Plan> {
  const writes = new Map<string, string>();
  const replaced: string[] = [];
  for (const [path, wanted] of files) {
    const present = await presentText(join(folder, path));
    if (present === undefined) {
      writes.set(path, wanted);
      continue;
    }
    const { text, keeps } = combined(path, present, wanted);
    if (text === present) continue;
    writes.set(path, text);
    if (!keeps) replaced.push(path);
  }
  return { folder: resolve(folder), writes, replaced };
}

/** Writes what was planned: every file is complete before the first of them gets to its place. */
export async function writePlanned({ folder, writes }: Plan): Promise<void> {
  const suffix = `.${randomBytes(6).toString("hex")}.tmp`;
  const places = [...writes.keys()].map((path) => join(folder, path));
  try {
    for (const [path, content] of writes) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(`${file}${suffix}`, content, { flag: "wx" });
    }
    for (const place of places) await rename(`${place}${suffix}`, place);
  } finally {
    for (const place of places) await rm(`${place}${suffix}`, { force: true }).catch(() => undefined);
  }
}

async function presentText(file: string): Promise<string | undefined> {
  const found = await lstat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (found === undefined) return undefined;
  if (!found.isFile()) {
    throw new CommandError({
      code: "FILE",
      message: `${visible(file)} is no file, and one of the project's own belongs there. Nothing was written.`,
      next: "Move it away, or name another folder.",
    });
  }
  return readFile(file, "utf8");
}

function combined(path: string, present: string, wanted: string): { text: string; keeps: boolean } {
  if (path === "package.json") return mergedManifest(present, wanted);
  if (path === ".gitignore") return { text: mergedIgnores(present, wanted), keeps: true };
  return { text: wanted, keeps: false };
}
