import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const journalSchema = z.object({
  version: z.literal(1),
  run: z.string(),
  commit: z.string().optional(),
  /** Stacks that were brought up to the commit, with what shows that nothing changed since. */
  current: z.record(
    z.string(),
    z.object({ stateVersion: z.string(), settings: z.string(), connections: z.array(z.string()) }),
  ),
  /** Digests of steps that a person approved, by stack. */
  approved: z.record(z.string(), z.string()),
  /** Digests of steps that `--plan` bound, by stack. */
  planned: z.record(z.string(), z.string()),
  plan: z.string().optional(),
  /** Statuses of connections before the rollout, by stack and stable key. */
  before: z.record(z.string(), z.record(z.string(), z.string().nullable())),
});

/** Notes of a rollout, which save a resumed one time and repeated approvals. Nothing of them is a proof. */
export type Journal = z.output<typeof journalSchema>;

const FILE = "journal.json";

/** Reads the journal of the last rollout in a folder; undefined where there is none that can be used. */
export async function readJournal(folder: string): Promise<Journal | undefined> {
  try {
    return journalSchema.parse(JSON.parse(await readFile(join(folder, FILE), "utf8")));
  } catch {
    return undefined;
  }
}

/** Writes the journal, whole or not at all. */
export async function writeJournal(folder: string, journal: Journal): Promise<void> {
  const path = join(folder, FILE);
  const written = `${path}.${journal.run}`;
  await writeFile(written, `${JSON.stringify(journalSchema.parse(journal), null, 2)}\n`, { mode: 0o600 });
  await rename(written, path);
}

/** Makes the folder of logs and journal, which Git leaves out. */
export async function makeFolder(folder: string, run: string): Promise<string> {
  const logs = join(folder, run);
  await mkdir(logs, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, ".gitignore"), "*\n");
  return logs;
}
