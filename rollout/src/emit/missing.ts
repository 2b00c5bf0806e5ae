import { RolloutError } from "../errors.ts";
import type { ChosenStack } from "../project/choice.ts";

/**
 * Refuses stacks that the backend does not have.
 *
 * @param reason why they are not made later
 */
export function refuseMissing(chosen: readonly ChosenStack[], reason: string): void {
  const missing = chosen.filter(({ exists }) => !exists).map(({ name }) => name);
  if (missing.length === 0) return;
  throw new RolloutError(
    "SELECTION",
    `The backend has no stack ${missing.join(", ")}, and ${reason}.`,
    `Type: pulumi stack init ${missing[0]}`,
  );
}
