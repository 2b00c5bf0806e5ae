import type { Tenant } from "../resources/tenant/class.ts";

/** Options of a lookup. */
export interface LookupOptions {
  /** The tenant to ask; left out: that of the stack's configuration and the environment, as for resources. */
  tenant?: Tenant | undefined;
}
