import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/**
 * The text of a definition. An argument with a line break is the text itself; any other is the path of a file, relative
 * to the program.
 *
 * @param resource name of the resource, for the error
 * @throws Error where the file cannot be read
 */
export function definitionText(definition: string, resource: string): string {
  if (definition.includes("\n")) return definition;
  const file = resolve(definition);
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(
      `Integration "${resource}": its definition ${file} cannot be read (${code ?? String(error)}). Write the path of a ` +
        "YAML file, relative to the program, or the YAML itself.",
      { cause: error },
    );
  }
}
