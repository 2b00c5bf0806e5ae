import { RunError } from "@pulumi/pulumi";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

/**
 * The text of a definition, byte for byte. An argument with a line break, or one that begins with a brace, is the text
 * itself; any other is the path of a file, relative to the program's folder, in which the program runs.
 *
 * @param resource name of the resource, for the error
 * @throws RunError where the file cannot be read, or is not UTF-8
 */
export function definitionText(definition: string, resource: string): string {
  if (definition.includes("\n") || definition.trimStart().startsWith("{")) return definition;
  const file = resolve(definition);
  const refuse = (reason: string): never => {
    // Pulumi prints any other error with its stack.
    throw new RunError(`Integration "${resource}": its definition ${reason}`);
  };
  if (definition.trim() === "") return refuse(`is an empty text. ${ADVICE}`);
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    return refuse(`${file} ${explain(error as NodeJS.ErrnoException, file)} ${ADVICE}`);
  }
  const text = decoded(bytes);
  if (text === undefined)
    return refuse(`${file} is not UTF-8 (UTF-16, or another encoding). Save it as UTF-8.`);
  return text.trim() === "" ? refuse(`${file} is empty. ${ADVICE}`) : text;
}

/** More files than this are counted, not named. */
const MOST_SHOWN = 10;

const ADVICE = "Write the path of a YAML file, relative to the program's folder, or the YAML itself.";

/** The text with its mark of the byte order, if any; undefined where it is in another encoding. */
function decoded(bytes: Buffer): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

function explain({ code, message }: NodeJS.ErrnoException, file: string): string {
  if (code === "EISDIR") return `is a folder${filesIn(file)}.`;
  if (code === "ENOENT") return `does not exist${filesIn(dirname(file))}.`;
  return `cannot be read (${code ?? message}).`;
}

/** Names the YAML files of a folder, as a program would name them; Pulumi's own are no definitions. */
function filesIn(folder: string): string {
  try {
    const files = readdirSync(folder).filter((name) => /^(?!Pulumi\.).*\.ya?ml$/i.test(name));
    const paths = files.slice(0, MOST_SHOWN).map((name) => join(relative("", folder), name));
    const more = files.length > MOST_SHOWN ? ` and ${files.length - MOST_SHOWN} more` : "";
    return paths.length === 0 ? "; there is no YAML file" : `; there is ${paths.join(", ")}${more}`;
  } catch {
    return "";
  }
}
