/** The place at which a part of a connection is declared. */
export type Place = "nowhere" | "inline" | "separate";

/** The source of a slot's value: an output of another resource is one that a preview may not know. */
export type Derived = "nothing" | "description" | "value" | "secret" | "testSecret" | "customers";

/** One connection of a program and all that belongs to it, as data. */
export interface Slot {
  kind: keyof typeof kinds;
  /** True where the resources have other names than at first, without aliases. */
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

/** A component of our own, and a connection of it where there is one. */
export interface OwnComponent {
  /** Which of the lane's bundles. */
  bundle: number;
  renamed: boolean;
  /** Which secret its connection has. */
  connection: number | undefined;
}

/** A connection that the config variable of an integration may hold. */
export type Target = "first" | "second" | "byHand" | "own";

/** An integration, whose config variable holds one of the lane's connections. */
export interface OwnIntegration {
  renamed: boolean;
  description: string;
  /** A step that uses the connection, and one of the component of our own. */
  steps: "none" | "http" | "own";
  target: Target;
  /** The form in which the program names the target: a stable key may belong to what is not there yet. */
  by: "resource" | "stableKey";
  publish: boolean;
  overwriteDraft: boolean;
  /** Connections that its draft and versions have named so far; none can be deleted before it. */
  named: readonly (Target | "component")[];
}

/** The resources that a program declares in one lane; undefined for those that it leaves out. */
export interface World {
  /** Two connections of its own, and resources for one that the tenant had before. */
  connections: readonly [Slot | undefined, Slot | undefined, Slot | undefined];
  component: OwnComponent | undefined;
  integration: OwnIntegration | undefined;
}

/** A program without anything. */
export const NOTHING: World = {
  connections: [undefined, undefined, undefined],
  component: undefined,
  integration: undefined,
};

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

/** The name of the resource that declares a connection. */
export function connectionName(lane: number, slot: number, { renamed }: Slot): string {
  return `lane${lane}-connection-${slot}${renamed ? "-renamed" : ""}`;
}

/** The key of a lane's component. */
export function componentKeyOf(lane: number): string {
  return `lane${lane}-parcels`;
}

/** The name of a lane's integration. */
export function integrationNameOf(lane: number): string {
  return `lane${lane}-integration`;
}

/** The stable key of the connection of a lane's own component. */
export function ownStableKeyOf(lane: number): string {
  return `lane${lane}-of-own`;
}
