import type { VerifiedTenant } from "../tenant/identity.ts";
import { TenantSession } from "../tenant/session.ts";
import type { Settings } from "../tenant/settings.ts";
import { wholeTenant, type Takeover, type WholeTenant } from "./wholeTenant.ts";

/** A tenant that was read as a whole. */
export interface ReadTenant extends WholeTenant {
  tenant: VerifiedTenant;
}

/**
 * Reads everything of a tenant that programs can declare, and changes nothing.
 *
 * @param surroundings `tell` shows a line about waiting; `signal` ends all requests
 * @throws PrismaticError where the tenant cannot be read, or is another than the one that is meant
 */
export async function readTenant(
  settings: Settings,
  takeover: Takeover,
  { tell, signal }: { tell: (line: string) => void; signal: AbortSignal },
): Promise<ReadTenant> {
  const session = new TenantSession(settings, { tell });
  const stop = () => session.stop();
  signal.addEventListener("abort", stop, { once: true });
  try {
    signal.throwIfAborted();
    const tenant = await session.verify();
    return { ...(await wholeTenant(session, takeover)), tenant };
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
