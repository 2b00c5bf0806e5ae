import type { Problem } from "../../dynamic/lifecycle.ts";
import { isUnknown, type OrUnknown } from "../../dynamic/wire.ts";
import type { Component, ConnectionType, TenantConnection } from "../../tenant/operation.ts";
import { UNPUBLISHED } from "../../tenant/components.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { didYouMean, listed } from "../../dynamic/suggest.ts";

/** A component as the arguments name it. */
export type ComponentReference = string | { key: OrUnknown<string>; public: OrUnknown<boolean> };

/** A connection type together with its component, as this tenant has them. */
export interface ResolvedType {
  component: Component;
  connectionType: ConnectionType;
}

/** Components that count: those that the tenant has, or also those that this program is about to publish. */
export type ComponentView = "asTheyAre" | "asPlanned";

/** Finds a component's connection type in the tenant; undefined where an argument is not known yet. */
export async function resolveType(
  session: TenantSession,
  component: OrUnknown<ComponentReference>,
  connectionType: OrUnknown<string> | undefined,
  view: ComponentView = "asTheyAre",
): Promise<{ resolved?: ResolvedType; problem?: Problem }> {
  if (isUnknown(component) || (typeof component === "object" && Object.values(component).some(isUnknown)))
    return {};
  const found = await resolveComponent(session, component, view);
  if ("message" in found) return { problem: found };
  if (isUnknown(connectionType)) return {};

  const types = found.connections.nodes;
  const described = listed(types.map(describeType));
  if (connectionType === undefined) {
    const [only, ...others] = types;
    if (only !== undefined && others.length === 0)
      return { resolved: { component: found, connectionType: only } };
    return {
      problem: {
        path: "connectionType",
        message: `is required: ${found.label} has ${types.length} connection types. Choose one of: ${described}.`,
      },
    };
  }
  const type = types.find(({ key }) => key === connectionType);
  if (type !== undefined) return { resolved: { component: found, connectionType: type } };
  const known = types.flatMap(({ key, label }) => [key, label]);
  const suggestion = didYouMean(connectionType, known);
  return {
    problem: {
      path: "connectionType",
      message: `${found.label} has no connection type "${connectionType}" in this tenant.${suggestion} It has: ${described}.`,
    },
  };
}

/** A connection type among others, such as `"oauth2" (OAuth 2.0, the default)`. */
function describeType({ key, label, default: isDefault }: ConnectionType): string {
  return `"${key}" (${label}${isDefault ? ", the default" : ""})`;
}

/**
 * The connection type of a connection that the tenant has, as the connection has it: it may have stayed at an earlier
 * version of its component. Undefined when the component is gone.
 */
export async function typeOf(
  session: TenantSession,
  found: TenantConnection,
): Promise<ConnectionType | undefined> {
  if (found.connection === null) return undefined;
  const { key, component } = found.connection;
  const { resolved } = await resolveType(session, { key: component.key, public: component.public }, key);
  if (resolved === undefined) return undefined;
  const isLatest = resolved.component.versionNumber === component.versionNumber;
  return isLatest ? resolved.connectionType : session.connections.ownType(found.id);
}

/** The given type, as an existing connection of this type has it. */
export async function asHeldBy(
  session: TenantSession,
  existing: TenantConnection | undefined,
  resolved: ResolvedType,
): Promise<ResolvedType> {
  const held = existing?.connection;
  const isSame =
    held?.key === resolved.connectionType.key &&
    held.component.key === resolved.component.key &&
    held.component.public === resolved.component.public;
  if (!existing || !isSame) return resolved;
  // The connection gets the version that is about to be published, unless connections here stay behind.
  if (resolved.component.versionNumber === UNPUBLISHED && !(await someStayBehind(session))) return resolved;
  return { ...resolved, connectionType: (await typeOf(session, existing)) ?? resolved.connectionType };
}

/**
 * True where a connection of the tenant has an earlier version of its component than the newest. Prismatic does not
 * tell whether connections follow new versions, but then they do not.
 */
async function someStayBehind(session: TenantSession): Promise<boolean> {
  const newest = new Map(
    (await session.components.withConnections()).map((each) => [
      `${each.public} ${each.key}`,
      each.versionNumber,
    ]),
  );
  return (await session.connections.all()).some(({ connection }) => {
    if (connection === null) return false;
    const { key, public: isPublic, versionNumber } = connection.component;
    return versionNumber < (newest.get(`${isPublic} ${key}`) ?? 0);
  });
}

/** Finds a component that has connection types, or says what is wrong with the reference to it. */
export async function resolveComponent(
  session: TenantSession,
  reference: ComponentReference,
  view: ComponentView = "asTheyAre",
): Promise<Component | Problem> {
  const { key, isPublic } =
    typeof reference === "string"
      ? { key: reference, isPublic: undefined }
      : { key: String(reference.key), isPublic: reference.public };
  const list = () =>
    view === "asPlanned" ? session.components.asPlanned() : session.components.withConnections();
  const isMeant = (component: Component) =>
    component.key === key && (isPublic === undefined || component.public === isPublic);
  let all = await list();
  if (!all.some(isMeant)) {
    await session.components.lookUp([key]);
    all = await list();
  }
  const found = all.filter(isMeant);
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  if (only !== undefined) {
    return {
      path: "component",
      message: `"${key}" is both a public and a private component. Write { key: "${key}", public: true } or false.`,
    };
  }
  return { path: "component", message: await explainMissing(session, key, isPublic, all) };
}

async function explainMissing(
  session: TenantSession,
  key: string,
  isPublic: OrUnknown<boolean> | undefined,
  all: Component[],
): Promise<string> {
  const otherVisibility = all.find((component) => component.key === key);
  if (otherVisibility !== undefined) {
    return `"${key}" is a ${otherVisibility.public ? "public" : "private"} component in this tenant, not a ${isPublic === true ? "public" : "private"} one.`;
  }
  const keys = await session.components.keys();
  if (keys.includes(key))
    return `Component "${key}" has no connection types, so there is nothing to connect.`;
  return `This tenant has no component "${key}".${didYouMean(key, keys)} Its key is shown by: prism components:list`;
}
