import { kindOf } from "../resources/reference/kinds.ts";
import { resolveComponent } from "../resources/reference/connectionType.ts";
import { explainMissingCustomer, explainMissingConnection } from "../resources/reference/missing.ts";
import { ConfigurationError } from "../tenant/errors.ts";
import type { ComponentSummary } from "../tenant/operation.ts";
import type { TenantSession } from "../tenant/session.ts";
import type { ComponentName, FoundComponent, FoundConnectionType } from "./getComponent.ts";
import type { FoundConnection } from "./getConnection.ts";
import type { FoundCustomer } from "./getCustomer.ts";

/** Finds a component by its key. @throws ConfigurationError that names the nearest key */
export async function findComponent(
  session: TenantSession,
  component: ComponentName,
): Promise<FoundComponent> {
  const resolved = await resolveComponent(session, component);
  if (!("message" in resolved)) {
    const types = resolved.connections.nodes.map(({ key, label, oauth2Type }) => ({
      key,
      label,
      oauth2Type: oauth2Type ?? undefined,
    }));
    return describe(resolved, types);
  }
  const [only, ...others] = (await session.components.all()).filter((each) => isMeant(each, component));
  if (only === undefined || others.length > 0) {
    throw new ConfigurationError(`${session.tenant}: ${resolved.message}`);
  }
  return describe(only, []);
}

function isMeant(each: ComponentSummary, component: ComponentName): boolean {
  if (typeof component === "string") return each.key === component;
  return each.key === component.key && each.public === component.public;
}

function describe(
  { key, public: isPublic, label, versionNumber }: ComponentSummary,
  connectionTypes: FoundConnectionType[],
): FoundComponent {
  return { key, public: isPublic, label, versionNumber, connectionTypes };
}

/** Finds a reusable connection by its stable key. @throws ConfigurationError that names the nearest one */
export async function findConnection(session: TenantSession, stableKey: string): Promise<FoundConnection> {
  const found = await session.connections.byStableKey(stableKey);
  if (found === undefined) throw new ConfigurationError(await explainMissingConnection(session, stableKey));
  return {
    id: found.id,
    stableKey: found.stableKey,
    name: found.key,
    component: found.connection?.component.key,
    connectionType: found.connection?.key,
    kind: kindOf(found)?.name,
    status: found.status ?? undefined,
  };
}

/** Finds a customer by its external id or its id. @throws ConfigurationError that names the nearest external id */
export async function findCustomer(session: TenantSession, externalIdOrId: string): Promise<FoundCustomer> {
  const found = await session.customers.find(externalIdOrId);
  if (found === undefined)
    throw new ConfigurationError(await explainMissingCustomer(session, externalIdOrId));
  return { id: found.id, externalId: found.externalId ?? undefined, name: found.name };
}
