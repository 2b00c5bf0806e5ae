import { customerConnectionKind } from "../customerConnection.ts";
import { organizationCustomerConnectionKind } from "../organizationCustomerConnection.ts";
import { organizationGlobalConnectionKind } from "../organizationGlobalConnection.ts";
import { userConnectionKind } from "../userConnection.ts";
import { isOfKind, type ConnectionKind } from "./kind.ts";

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
