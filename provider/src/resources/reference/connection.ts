import { z } from "zod";
import { isUnknown, type OrUnknown } from "../../dynamic/wire.ts";
import { orUnknown } from "../arguments.ts";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { TenantConnection } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { componentSchema, stableKeySchema } from "../arguments.ts";

/** A connection as another resource refers to it: by stable key, or by its declaration in this program. */
export const connectionReference = z.strictObject({
  stableKey: stableKeySchema,
  id: orUnknown(z.string()).optional(),
  component: componentSchema.optional(),
  connectionType: orUnknown(z.string()).optional(),
  variableScope: z.string().optional(),
  managedBy: z.string().optional(),
  manages: z.array(z.string()).optional(),
  globalInputs: z.array(z.string()).optional(),
});

/** A reference to a connection after `check`. */
export type ConnectionReference = z.output<typeof connectionReference>;

/** True where a reference may mean another connection than before. */
export function isOtherConnection(old: ConnectionReference, next: OrUnknown<ConnectionReference>): boolean {
  if (isUnknown(next) || old.stableKey !== next.stableKey) return true;
  return next.id !== undefined && old.id !== undefined && next.id !== old.id;
}

/** True where this run publishes another version of the component of a connection, as far as that is known. */
export function isOfChanged(session: TenantSession, reference: OrUnknown<ConnectionReference>): boolean {
  const component = isUnknown(reference) ? undefined : reference.component;
  return session.components.isChanged(isUnknown(component) ? undefined : component);
}

/**
 * Finds the connection that is referred to.
 *
 * @throws ConfigurationError where the tenant does not have it; `what` was not done
 */
export async function referredConnection(
  session: TenantSession,
  reference: ConnectionReference,
  what: string,
): Promise<TenantConnection> {
  const found =
    (reference.id === undefined ? undefined : await session.connections.byId(reference.id)) ??
    (await session.connections.byStableKey(reference.stableKey));
  if (found !== undefined) return found;
  throw new ConfigurationError(
    `${session.tenant} has no connection "${reference.stableKey}", so ${what}. ${session.journal.unchanged} Where it was ` +
      "deleted in the tenant: pulumi up --refresh",
  );
}
