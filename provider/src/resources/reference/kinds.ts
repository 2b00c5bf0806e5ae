import type { ConnectionType } from "../../tenant/operation.ts";
import { classOf, CONNECTION_CLASSES, type ConnectionClass } from "../names.ts";

/** Everything in which one kind of reusable connection differs from another. */
export interface ConnectionKind {
  /** Name of the class. */
  name: ConnectionClass;
  /** Name in Prismatic's web app and documentation. */
  label: string;
  /** `variableScope` as the API takes it. */
  variableScope: "customer" | "org" | "user";
  /** `managedBy` as the API takes it. */
  managedBy: "customer" | "org";
  /** True where every required input is a global value, because no customer supplies one later. */
  needsEveryInput: boolean;
  /** Explains why a connection type cannot be of this kind; undefined where it can. */
  refusal(connectionType: ConnectionType): string | undefined;
}

/** The kind of a `CustomerConnection`. */
export const customerConnectionKind: ConnectionKind = {
  name: "CustomerConnection",
  label: "Customer Connection",
  variableScope: "customer",
  managedBy: "customer",
  needsEveryInput: false,
  refusal: () => undefined,
};

/** The kind of an `OrganizationCustomerConnection`. */
export const organizationCustomerConnectionKind: ConnectionKind = {
  name: "OrganizationCustomerConnection",
  label: "Organization (Customer) Connection",
  variableScope: "customer",
  managedBy: "org",
  needsEveryInput: false,
  refusal: ({ label, oauth2Type }) =>
    oauth2Type?.toUpperCase() === "AUTHORIZATION_CODE"
      ? `${label} is an OAuth 2.0 authorization-code type: only the customer can log in to it, so the organization ` +
        "cannot supply it. Use a CustomerConnection, or another connection type of the component."
      : undefined,
};

/** The kind of an `OrganizationGlobalConnection`. */
export const organizationGlobalConnectionKind: ConnectionKind = {
  name: "OrganizationGlobalConnection",
  label: "Organization (Global) Connection",
  variableScope: "org",
  managedBy: "org",
  needsEveryInput: true,
  refusal: () => undefined,
};

/** The kind of a `UserConnection`. */
export const userConnectionKind: ConnectionKind = {
  name: "UserConnection",
  label: "User Connection",
  variableScope: "user",
  managedBy: "org",
  needsEveryInput: false,
  refusal: () => undefined,
};

const kinds: readonly ConnectionKind[] = [
  customerConnectionKind,
  organizationCustomerConnectionKind,
  organizationGlobalConnectionKind,
  userConnectionKind,
];

/** The kind of a connection that a tenant has; undefined for kinds that are newer than this version. */
export function kindOf(found: { variableScope: string; managedBy: string }): ConnectionKind | undefined {
  return kinds.find((kind) => isOfKind(kind, found));
}

/** Tells the type of a connection, as Pulumi writes it, from other types. */
export function isConnectionType(type: string): boolean {
  return CONNECTION_CLASSES.some((name) => name === classOf(type));
}

/** Describes a connection of a kind that is newer than this version. */
export function unknownKind({
  variableScope,
  managedBy,
}: {
  variableScope: string;
  managedBy: string;
}): string {
  return `is of a kind that this version does not know (${variableScope}, managed by ${managedBy})`;
}

/** Tells connections of this kind from others. Prismatic takes the scope in lower case and answers in capitals. */
export function isOfKind(kind: ConnectionKind, found: { variableScope: string; managedBy: string }): boolean {
  const [scope, managedBy] = [found.variableScope.toLowerCase(), found.managedBy.toLowerCase()];
  // An earlier version created user connections as managed by customers.
  const isAsEarlier = scope === "user" && managedBy === "customer";
  return scope === kind.variableScope && (managedBy === kind.managedBy || isAsEarlier);
}
