import type { Problem } from "../../dynamic/lifecycle.ts";
import { isUnknown } from "../../dynamic/wire.ts";
import type { TenantConnection } from "../../tenant/operation.ts";
import { declaredNames, type DeclaredValues } from "./values.ts";

/**
 * One problem for every write-only value that the tenant holds and that an update of the inputs would clear without
 * being asked to. A value that was declared before and no longer is, was removed on purpose.
 */
export function lostSecrets(
  existing: TenantConnection,
  declared: Pick<DeclaredValues, "values" | "secrets" | "secretsArgument">,
  declaredBefore: readonly string[],
): Problem[] {
  if (isUnknown(declared.secrets) || isUnknown(declared.values)) return [];
  const supplied = declaredNames(declared);
  return (existing.inputs?.nodes ?? [])
    .filter(({ name, hasValue, value }) => hasValue && value === "" && !supplied.includes(name))
    .filter(({ name }) => !declaredBefore.includes(name))
    .map(({ name }) => ({
      path: `${declared.secretsArgument}.${name}`,
      message:
        "is missing: the tenant holds a value that cannot be read back, and this change would clear it. " +
        "Supply it, so that the connection keeps working.",
    }));
}
