import type { Thing } from "../dynamic/thing.ts";
import type { WantedComponent } from "../tenant/publishing.ts";

const PARTS = ["globalValues", "testCredentials", "embeddedWorkflows"] as const;

/** What can be managed by the connection or by a resource of its own. */
export type ManagedPart = (typeof PARTS)[number];

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

/** Whether a thing goes where another one goes: it is that one, or belongs to that connection. */
export function belongsTo(thing: Thing, whole: Thing): boolean {
  if (thing === whole) return true;
  const [kind, stableKey] = JSON.parse(thing) as string[];
  const isOfConnection = kind === "customerCredentials" || PARTS.some((part) => part === kind);
  return isOfConnection && whole === connectionThing(String(stableKey));
}

function named(...parts: string[]): Thing {
  return JSON.stringify(parts);
}

/** A component with all its versions. */
export function componentThing({ key, public: isPublic, customer }: WantedComponent): Thing {
  return named("component", isPublic ? "public" : "private", key, customer ?? "");
}
