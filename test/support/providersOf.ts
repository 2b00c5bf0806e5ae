import { readdir, readFile, readlink } from "node:fs/promises";

/** A process that works in a folder. */
export interface FoundProcess {
  id: number;
  command: string;
}

/** The processes for dynamic providers that work in a folder, as Linux lists them. */
export async function providersOf(folder: string): Promise<FoundProcess[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    ids.map(async (id): Promise<FoundProcess[]> => {
      const cwd = await readlink(`/proc/${id}/cwd`).catch(() => "");
      const command = await readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "");
      return cwd.startsWith(folder) && command.includes("dynamic-provider")
        ? [{ id: Number(id), command: command.replaceAll("\0", " ").trim() }]
        : [];
    }),
  );
  return found.flat();
}
