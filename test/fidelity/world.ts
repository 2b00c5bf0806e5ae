/** Where a part of a connection is declared. */
export type Place = "nowhere" | "inline" | "separate";

/** What one value of a slot is made of: an output of another resource, so that a preview may not know it. */
export type Derived = "nothing" | "description" | "value" | "secret" | "testSecret" | "customers";

/** One connection of a program and all that belongs to it, as data. */
export interface Slot {
  kind: keyof typeof kinds;
  /** Whether the resources have other names than at first, without aliases. */
  renamed: boolean;
  otherStableKey: boolean;
  name: string;
  description: string | undefined;
  globals: Place;
  value: number;
  secret: number;
  test: Place;
  testSecret: number;
  flag: Place;
  flagOn: boolean;
  customers: { place: "nowhere" | "single" | "set"; secrets: (number | undefined)[] };
  derived: Derived;
  derivedFrom: "id" | "status";
}

/**
 * What a program declares of one lane: two connections of its own, undefined where they are not there, and resources
 * for one that the tenant had before.
 */
export type World = [Slot | undefined, Slot | undefined, Slot | undefined];

/** Which slot is the connection that the tenant had before. */
export const BY_HAND = 2;

/** External ids of the customers that the tenant has. */
export const customers = ["globex", "initech", "umbrella"];

export const kinds = {
  customer: { type: "CustomerConnection", component: "slack", connectionType: "oauth2" },
  user: { type: "UserConnection", component: "slack", connectionType: "oauth2" },
  organizationCustomer: { type: "OrganizationCustomerConnection", component: "acme" },
  organizationGlobal: { type: "OrganizationGlobalConnection", component: "http", connectionType: "basic" },
} as const;

/** The kinds by lane and slot, so that each one is as often there as the others. */
export function usualKind(lane: number, slot: number): Slot["kind"] {
  if (slot === BY_HAND) return lane % 2 === 0 ? "organizationCustomer" : "customer";
  const all = Object.keys(kinds) as Slot["kind"][];
  return all[(lane + 2 * slot + 3) % all.length]!;
}

/** The stable key of a slot: its lane is what it begins with. */
export function stableKeyOf(lane: number, slot: number, { otherStableKey }: Slot): string {
  const name = ["first", "second", "by-hand"][slot]!;
  return `lane${lane}-${name}${otherStableKey && slot !== BY_HAND ? "-moved" : ""}`;
}

/** The lane of a stable key or of a resource's name. */
export function laneOf(name: string): number {
  return Number(/^lane(\d+)-/.exec(name)?.[1]);
}
