import type { Imported } from "./imported.ts";

/** Notes about values of a resource that neither the program nor the import file has. */
export function notesAbout({ name, leftOut, tokens = [] }: Imported): string[] {
  const values =
    leftOut.length === 0
      ? []
      : [
          `Left out of "${name}": ${leftOut.join(", ")}, which the component does not have, or which are secret lists.`,
        ];
  const authorization =
    tokens.length === 0
      ? []
      : [
          `Left out of "${name}": ${tokens.join(", ")}, because no client may read tokens. The authorization stays as it is; declare ` +
            "them only to replace it.",
        ];
  return [...values, ...authorization];
}
