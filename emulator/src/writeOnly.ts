import type { CatalogConnectionType } from "./catalogComponent.ts";
import type { Problems } from "./errors.ts";
import type { InputMeta, InputValue, ShownInput } from "./model.ts";
import type { Tenant } from "./tenant.ts";

/** Tells an input that was configured as write-only. */
export const isMarked = (input: Pick<ShownInput, "meta"> | undefined): boolean =>
  input?.meta["writeOnly"] === true;

/** Tells an input whose value nobody can read: one that is marked and, by a switch, any of the type PASSWORD. */
export const isWriteOnly = (
  tenant: Tenant,
  input: Pick<ShownInput, "name" | "meta">,
  type: CatalogConnectionType | undefined,
): boolean =>
  isMarked(input) ||
  (tenant.switches["password-inputs"] === "write-only" &&
    type?.definition.inputs.find(({ key }) => key === input.name)?.type === "PASSWORD");

/**
 * The meta of an input after an update. A mark stays unless the switch lets a meta without it take it away; taking it
 * away in so many words is refused where it stays.
 */
export function metaAfterUpdate(
  tenant: Tenant,
  before: InputValue | undefined,
  { name, meta, wasSent }: { name: string; meta: InputMeta; wasSent: boolean },
  problems: Problems,
): InputMeta {
  if (!isMarked(before) || isMarked({ meta })) return meta;
  if (tenant.switches["write-only-removable"] === "yes" && wasSent) return meta;
  if (meta["writeOnly"] === false) problems.add("inputs", `"${name}" is write-only and stays so.`);
  return { ...meta, writeOnly: true };
}
