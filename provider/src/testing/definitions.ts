import { readdirSync, readFileSync } from "node:fs";
import { readDefinition, type Definition } from "../resources/integration/definition/read.ts";

const folder = new URL("../../../test/fixtures/integrations/", import.meta.url);

/** The names of the real definitions among the fixtures. */
export const definitionFiles = readdirSync(folder).filter((file) => /\.ya?ml$/.test(file));

/** The text of a real definition. */
export function definitionText(file: string): string {
  return readFileSync(new URL(file, folder), "utf8");
}

/** Reads a valid definition. @throws Error where it is not valid */
export function read(text: string): Definition {
  const result = readDefinition(text);
  if ("definition" in result) return result.definition;
  throw new Error(result.problems.join("\n"));
}
