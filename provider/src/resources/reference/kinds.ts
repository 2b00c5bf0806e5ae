import { isOfKind, type ConnectionKind } from "./kind.ts";

/** The kind of a `CustomerConnection`. */
export const customerConnectionKind: ConnectionKind = {
  name: "CustomerConnection",
  label: "Customer Connection",
  variableScope: "customer",
  managedBy: "customer",
  needsEveryInput: false,
  refusal: () => undefined,
};

/** The kind of a `OrganizationCustomerConnection`. */
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

/** The kind of a `OrganizationGlobalConnection`. */
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
  managedBy: "customer",
  needsEveryInput: false,
  refusal: () => undefined,
};

const kinds: readonly ConnectionKind[] = [
  customerConnectionKind,
  organizationCustomerConnectionKind,
  organizationGlobalConnectionKind,
  userConnectionKind,
];

/** The kind of a connection that a tenant has; undefined for build-only ones and for kinds that are newer than this. */
export function kindOf(found: { variableScope: string; managedBy: string }): ConnectionKind | undefined {
  return kinds.find((kind) => isOfKind(kind, found));
}

/** Whether a resource of this type, as Pulumi writes it, is a connection. */
export function isConnectionType(type: string): boolean {
  return kinds.some(({ name }) => type === `pulumi-nodejs:dynamic/prismatic:${name}`);
}

/** Whether a connection is Prismatic's own: made for an integration that is being built, and never ours to manage. */
export function isBuildOnly(found: { managedBy: string }): boolean {
  return found.managedBy.toUpperCase() === "SYSTEM";
}
