import { isUnknown, knownList, knownMap } from "../../dynamic/wire.ts";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { TenantConnection } from "../../tenant/operation.ts";
import { toExpressions } from "../inputs/expressions.ts";
import { lostInputs } from "../inputs/losses.ts";
import { decidedOwner, defaultOwner } from "../inputs/owners.ts";
import { declaredNames } from "../inputs/values.ts";
import type { Payload, Written } from "./row.ts";
import { declaredOwners, declaredValues, isGlobalSecret, type CheckedConnection } from "./state.ts";

/** The names of the global values that the arguments declare; of the state, those that they declared last. */
export function valueNames(args: Partial<CheckedConnection>): string[] {
  const { globalValues: values, globalSecrets: secrets, secretRevisions } = args;
  const counted = Object.keys(knownMap(secretRevisions)).filter(isGlobalSecret);
  return [...new Set([...declaredNames({ values, secrets }), ...counted])];
}

/** The inputs that the program marks as write-only. */
export function markedInputs(args: Pick<CheckedConnection, "writeOnlyInputs" | "globalSecrets">): string[] {
  const { writeOnlyInputs: marked, globalSecrets } = args;
  if (marked === true) return Object.keys(knownMap(globalSecrets));
  return isUnknown(marked) ? [] : knownList(marked);
}

/** The names of the values that the arguments no longer declare. */
export function removedNames(old: CheckedConnection | undefined, args: Partial<CheckedConnection>): string[] {
  return old === undefined ? [] : without(valueNames(old), valueNames(args));
}

/**
 * The inputs of a connection that declares its values and owners itself.
 *
 * @throws ConfigurationError where a value would be lost that somebody entered since the preview
 */
export async function sentInputs(
  args: CheckedConnection,
  { owner, held, type, old }: Written,
): Promise<Payload> {
  const declared = declaredValues(args);
  const removed = removedNames(old, args);
  if (held !== undefined) requireNoLoss(held, Object.keys(declared), removed);
  const resolved = await type();
  const inputs = {
    ...{ declared, removed },
    decided: decidedOwner(owner, resolved, declaredOwners(args)),
    byDefault: () => defaultOwner(owner),
    released: old === undefined ? [] : without(namedOwners(old), namedOwners(args)),
    writeOnly: markedInputs(args),
  };
  return { inputs: toExpressions(resolved, owner, inputs, held) };
}

const namedOwners = ({ customerInputs, globalInputs }: CheckedConnection): string[] => [
  ...knownList(customerInputs),
  ...knownList(globalInputs),
];

const without = (names: readonly string[], others: readonly string[]): string[] =>
  names.filter((name) => !others.includes(name));

/** @throws ConfigurationError where sending the supplied values would clear others that cannot be read back */
export function requireNoLoss(
  held: TenantConnection,
  supplied: readonly string[],
  removed: readonly string[],
): void {
  const lost = lostInputs(held, { supplied, removed });
  if (lost.length === 0) return;
  throw new ConfigurationError(
    `Connection "${held.stableKey}" was not updated: the tenant holds values for ${lost.join(", ")} that cannot be read ` +
      "back, and sending the others would clear them. Supply them, so that the connection keeps working.",
  );
}
