import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { withoutSecrets, type SecretInputs } from "./definition/secrets.ts";

/** A definition as a program gives it, with the values that its input names call secret taken out. */
export interface LoadedDefinition {
  text: string;
  secrets: SecretInputs;
}

/**
 * Loads a definition: a text has a line break; anything else is the path of a file, relative to the program.
 *
 * @param resource name of the resource, for the error
 * @throws Error where the file cannot be read
 */
export function loadDefinition(definition: string, resource: string): LoadedDefinition {
  return withoutSecrets(definition.includes("\n") ? definition : readDefinitionFile(definition, resource));
}

function readDefinitionFile(path: string, resource: string): string {
  const file = resolve(path);
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
