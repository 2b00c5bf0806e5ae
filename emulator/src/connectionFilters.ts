import type { Filter, Read } from "./graph/objectType.ts";
import type { ConnectionRecord } from "./model.ts";
import { sameStableKey } from "./usage.ts";

interface ComponentSelector {
  key: string;
  isPublic: boolean;
}

/** The label of a connection's component. */
export const componentLabel: Read<ConnectionRecord, string | null> = (record, { tenant }) =>
  tenant.connectionTypeOf(record)?.component.definition.label ?? null;

/** The connections of one of the components that the argument names. */
export const isOfComponent: Filter<ConnectionRecord> =
  (selectors: (ComponentSelector | null)[]) =>
  ({ type }) =>
    selectors.some((selector) => type?.component === selector?.key && type?.isPublic === selector?.isPublic);

/** The connection with a stable key, compared as the tenant does. */
export const hasStableKey: Filter<ConnectionRecord> =
  (wanted: string, { tenant }) =>
  ({ stableKey }) =>
    sameStableKey(tenant, wanted, stableKey);
