import type { Problem } from "../../dynamic/lifecycle.ts";
import { isUnknown, type OrUnknown } from "../../dynamic/wire.ts";
import { requirePermission } from "../permitted.ts";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { ConnectionUses } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";

/** Numbers of the objects that depend on a connection, by the names of `replaceInUse`. */
export interface Uses {
  instances: number;
  integrations: number;
  workflows: number;
  customers: number;
}

export type Accepted = OrUnknown<Partial<Record<keyof Uses, OrUnknown<number>>>> | undefined;

const WORDS: Record<keyof Uses, [one: string, many: string]> = {
  instances: ["instance", "instances"],
  integrations: ["integration version", "integration versions"],
  workflows: ["workflow", "workflows"],
  customers: ["customer's saved credentials", "customers' saved credentials"],
};

/** Counts what depends on a connection, as this run's plan is made. */
export async function countUsesInPlan(session: TenantSession, id: string): Promise<Uses> {
  return counted(await session.connections.usesInPlan(id));
}

/** Counts what depends on a connection now. */
export async function countUsesNow(session: TenantSession, id: string): Promise<Uses> {
  return counted(await session.connections.usesOf(id));
}

function counted(found: ConnectionUses | undefined): Uses {
  return {
    instances: found?.instances ?? 0,
    integrations: found?.integrations.totalCount ?? 0,
    workflows: found?.workflows.totalCount ?? 0,
    customers: found?.customerConfigVariables.totalCount ?? 0,
  };
}

/** The numbers in a sentence, or undefined where nothing depends on the connection. */
export function describeUses(uses: Uses): string | undefined {
  const parts = Object.entries(uses)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${WORDS[kind as keyof Uses][count === 1 ? 0 : 1]}`);
  return parts.length === 0 ? undefined : parts.join(", ");
}

/** Explains why a connection must not be replaced; undefined where nothing depends on it or just that was accepted. */
export function replaceProblem(stableKey: string, uses: Uses, accepted: Accepted): Problem | undefined {
  if (isAccepted(uses, accepted)) return undefined;
  const stale =
    accepted === undefined ? "" : ` replaceInUse accepts other numbers (${JSON.stringify(accepted)}).`;
  return {
    path: accepted === undefined ? "" : "replaceInUse",
    message:
      `replacing connection "${stableKey}" would leave behind what uses it: ${describeUses(uses)}.${stale} To move them, ` +
      "declare a second connection with another stable key, switch the integrations to it, and remove this one in a " +
      `later change. To replace it all the same: replaceInUse: ${inUse(uses)}`,
  };
}

/**
 * @throws ConfigurationError where the token's owner may not delete the connection, or objects depend on it and just
 *   these were not accepted
 */
export async function requireUnused(
  session: TenantSession,
  id: string,
  stableKey: string,
  accepted: Accepted,
): Promise<void> {
  const found = await session.connections.usesOf(id);
  requirePermission(session, found?.allowRemove !== false, {
    mutation: "deleteScopedConfigVariable",
    what: `Connection "${stableKey}" was not deleted`,
  });
  const uses = counted(found);
  if (isAccepted(uses, accepted)) return;
  throw new ConfigurationError(
    `Connection "${stableKey}" was not deleted: in ${session.tenant}, ${describeUses(uses)} would lose it. ` +
      `${session.journal.unchanged} Move them to another connection first, or accept it: put the connection back with ` +
      `replaceInUse: ${inUse(uses)}, run pulumi up, then delete it.`,
  );
}

function isAccepted(uses: Uses, accepted: Accepted): boolean {
  // No number is wrong where nothing is lost any more.
  if (isUnknown(accepted) || describeUses(uses) === undefined) return true;
  return Object.entries(uses).every(([kind, count]) => {
    const number = accepted?.[kind as keyof Uses] ?? 0;
    return (
      isUnknown(number) || number === count || (count === 0 && accepted?.[kind as keyof Uses] === undefined)
    );
  });
}

function inUse(uses: Uses): string {
  const numbers = Object.entries(uses).filter(([, count]) => count > 0);
  return `{ ${numbers.map(([kind, count]) => `${kind}: ${count}`).join(", ")} }`;
}
