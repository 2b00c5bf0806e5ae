import type { TenantSession } from "../tenant/session.ts";

const adopted = new WeakMap<TenantSession, Set<string>>();

/** Takes note that this process took an object over in place of creating it. */
export function markAdopted(session: TenantSession, id: string): void {
  adopted.set(session, (adopted.get(session) ?? new Set()).add(id));
}

/**
 * Whether this process took the object over. A resource that was renamed without an alias is created and then deleted:
 * its new name takes the very object over that the old one would delete.
 */
export function isAdopted(session: TenantSession, id: string): boolean {
  return adopted.get(session)?.has(id) === true;
}
