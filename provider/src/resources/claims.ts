import type { TenantSession } from "../tenant/session.ts";

/** What can be managed by the connection or by a resource of its own. */
export type ManagedPart = "globalValues" | "testCredentials" | "embeddedWorkflows";

/** What connections of this run declare themselves, by part and stable key. */
const claims = new WeakMap<TenantSession, Set<string>>();

/**
 * Takes note that a connection manages a part itself. Where that part moved into the connection from a resource of its
 * own, the engine updates the connection first and deletes that resource afterwards, which then must undo nothing.
 */
export function claim(session: TenantSession, part: ManagedPart, stableKey: string): void {
  claims.set(session, (claims.get(session) ?? new Set()).add(`${part} ${stableKey}`));
}

/** Whether a connection of this run manages the part itself. */
export function isClaimed(session: TenantSession, part: ManagedPart, stableKey: string): boolean {
  return claims.get(session)?.has(`${part} ${stableKey}`) === true;
}
