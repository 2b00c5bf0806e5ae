import { realpath, stat, writeFile } from "node:fs/promises";
import { RolloutError } from "../errors.ts";
import { writeWhole } from "../wholeFile.ts";

/** A form of the report, and where it is written: `-` is standard output. */
export interface Output {
  /** The flag that names the file, for messages. */
  flag: string;
  file: string;
}

/**
 * Empties the files, so that an earlier report never passes for the one that is about to be made, and what cannot be
 * written is told before minutes are spent on it.
 *
 * @throws RolloutError where a file cannot be written, or two outputs are standard output
 */
export async function prepareOutputs(outputs: readonly Output[]): Promise<void> {
  const standard = outputs.filter(({ file }) => file === "-").map(({ flag }) => flag);
  if (standard.length > 1) {
    throw new RolloutError(
      "USAGE",
      `${standard.join(" and ")} cannot both be standard output.`,
      "Give all but one of them a file.",
    );
  }
  for (const output of outputs) {
    if (output.file !== "-" && !(await isPipe(output.file))) await writeOutput(output, "");
  }
}

/**
 * Writes a text as a whole: a reader never finds a part of it.
 *
 * @throws RolloutError where it cannot be written
 */
export async function writeOutput({ flag, file }: Output, text: string): Promise<void> {
  if (file === "-") {
    await new Promise<void>((resolve, reject) =>
      process.stdout.write(text, (error) => (error ? reject(error) : resolve())),
    );
    return;
  }
  try {
    // A link stays one, and what is no file, such as /dev/stdout, is written into.
    const target = await realpath(file).catch(() => file);
    const present = await stat(target).catch(() => undefined);
    if (present && !present.isFile()) await writeFile(target, text);
    else await writeWhole(target, text);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new RolloutError(
      "FILE",
      `The report cannot be written to ${file} (${code ?? message}).`,
      `Name another file with ${flag}.`,
      { cause: error },
    );
  }
}

async function isPipe(file: string): Promise<boolean> {
  const present = await stat(file).catch(() => undefined);
  return present !== undefined && !present.isFile() && !present.isDirectory();
}
