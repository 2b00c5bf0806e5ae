import type { Thing } from "../dynamic/kept.ts";
import type { WantedComponent } from "../tenant/publishing.ts";

/** What can be managed by the connection or by a resource of its own. */
export type ManagedPart = "globalValues" | "testCredentials" | "embeddedWorkflows";

/** A connection as a whole. */
export function connectionThing(stableKey: string): Thing {
  return named("connection", stableKey);
}

/** A part of a connection. */
export function partThing(part: ManagedPart, stableKey: string): Thing {
  return named(part, stableKey);
}

/** What one customer connects with; `customer` is an external id or an id, the same one everywhere. */
export function customerThing(stableKey: string, customer: string, name: string | null | undefined): Thing {
  return named("customerCredentials", stableKey, customer, name ?? "");
}

/** An integration as a whole; a name is unique in a tenant. */
export function integrationThing(name: string): Thing {
  return named("integration", name);
}

function named(...parts: string[]): Thing {
  return JSON.stringify(parts);
}

/** A component with all its versions. */
export function componentThing({ key, public: isPublic, customer }: WantedComponent): Thing {
  return named("component", isPublic ? "public" : "private", key, customer ?? "");
}
