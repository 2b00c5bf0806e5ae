import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { RolloutError } from "../errors.ts";
import { reasonOf, writeWhole } from "../wholeFile.ts";

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

/**
 * Writes the journal, whole or not at all.
 *
 * @param done what the rollout has done so far, as a sentence
 * @throws RolloutError where it cannot be written: a rollout that cannot be resumed begins no further wave
 */
export async function writeJournal(folder: string, journal: Journal, done: string): Promise<void> {
  const path = join(folder, FILE);
  try {
    await writeWhole(path, `${JSON.stringify(journalSchema.parse(journal), null, 2)}\n`, 0o600);
  } catch (error) {
    throw new RolloutError(
      "FILE",
      `The rollout's journal cannot be written to ${path} (${reasonOf(error)}). ${done}`,
      "Make room or the folder writable, or name another one with --logs; then run it again with --resume.",
      { cause: error },
    );
  }
}

/**
 * Makes the folder of logs and journal, which Git leaves out.
 *
 * @throws RolloutError where it cannot be made
 */
export async function makeFolder(folder: string, run: string): Promise<string> {
  const logs = join(folder, run);
  try {
    await mkdir(logs, { recursive: true, mode: 0o700 });
    await writeWhole(join(folder, ".gitignore"), "*\n");
  } catch (error) {
    throw new RolloutError(
      "FILE",
      `The folder of logs and journal, ${folder}, cannot be written (${reasonOf(error)}). Nothing was started.`,
      "Make room or the folder writable, or name another one with --logs.",
      { cause: error },
    );
  }
  return logs;
}
