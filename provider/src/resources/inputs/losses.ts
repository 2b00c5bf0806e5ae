import type { Problem } from "../../dynamic/lifecycle.ts";
import { isUnknown } from "../../dynamic/wire.ts";
import type { InputValue } from "../../tenant/operation.ts";
import { declaredNames, type DeclaredValues } from "./values.ts";

/** Inputs of an object in the tenant: of a connection, or of credentials. */
export interface Held {
  inputs?: { nodes: InputValue[] } | null;
}

/**
 * Names of values that cannot be read back, that sending the supplied ones would clear, and that nobody removed. What
 * can be read is sent along as it is.
 */
export function lostInputs(
  held: Held,
  { supplied, removed }: { supplied: readonly string[]; removed: readonly string[] },
): string[] {
  return (held.inputs?.nodes ?? [])
    .filter(({ name, hasValue, value }) => hasValue && value === "" && !supplied.includes(name))
    .flatMap(({ name }) => (removed.includes(name) ? [] : [name]));
}

/** One problem for every value that an update of the inputs would clear without being asked to. */
export function lossProblems(
  held: Held,
  declared: Pick<DeclaredValues, "values" | "secrets" | "secretsArgument">,
  declaredBefore: readonly string[],
): Problem[] {
  if (isUnknown(declared.secrets) || isUnknown(declared.values)) return [];
  const supplied = declaredNames(declared);
  return lostInputs(held, { supplied, removed: declaredBefore }).map((name) => ({
    path: `${declared.secretsArgument}.${name}`,
    message:
      "is missing: the tenant holds a value that cannot be read back, and this change would clear it. " +
      "Supply it, so that the connection keeps working.",
  }));
}
