import { randomBytes } from "node:crypto";
import { realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { RolloutError } from "../errors.ts";

/** A text that a command writes, and where: `-` is standard output. */
export interface Output {
  /** The flag that names the file, for messages. */
  flag: string;
  file: string;
}

/**
 * Refuses outputs that could not be written in the end, before minutes are spent on them.
 *
 * @throws RolloutError where two of them are standard output, or the folder of one does not exist
 */
export async function checkOutputs(outputs: readonly Output[]): Promise<void> {
  const standard = outputs.filter(({ file }) => file === "-").map(({ flag }) => flag);
  if (standard.length > 1) {
    throw new RolloutError(
      `${standard.join(" and ")} cannot both be standard output.`,
      "Give all but one of them a file.",
    );
  }
  for (const { flag, file } of outputs) {
    if (file === "-") continue;
    const folder = await stat(dirname(file)).catch(() => undefined);
    if (!folder?.isDirectory()) {
      throw new RolloutError(
        `The folder of ${flag} ${file} does not exist.`,
        "Create it, or name another file.",
      );
    }
    const present = await stat(file).catch(() => undefined);
    if (present?.isDirectory()) throw new RolloutError(`${flag} ${file} is a folder.`, "Name a file.");
  }
}

/**
 * Writes a text as a whole: a reader finds the old file or the new one, and never a part.
 *
 * @throws RolloutError where the file cannot be written; the old one is then as it was
 */
export async function writeOutput({ flag, file }: Output, text: string): Promise<void> {
  if (file === "-") {
    await new Promise<void>((resolve, reject) =>
      process.stdout.write(text, (error) => (error ? reject(error) : resolve())),
    );
    return;
  }
  // A link stays one, and what is no file, such as /dev/stdout, is written into.
  const target = await realpath(file).catch(() => file);
  const present = await stat(target).catch(() => undefined);
  try {
    if (present && !present.isFile()) await writeFile(target, text);
    else await replace(target, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RolloutError(
      `${flag} ${file} could not be written: ${reason}`,
      "Free the place or name another file, and repeat the preview; it changed nothing.",
      { cause: error },
    );
  }
}

async function replace(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    await writeFile(temporary, text, { flag: "wx" });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
