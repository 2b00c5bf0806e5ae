import type { Tenant } from "../resources/tenant/class.ts";

/** Which tenant a lookup asks. */
export interface LookupOptions {
  /** The tenant; left out: that of the stack's configuration and the environment, as for resources. */
  tenant?: Tenant | undefined;
}
