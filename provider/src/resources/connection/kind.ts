import type { ConnectionType } from "../../tenant/operation.ts";
import type { ConnectionClass } from "./classNames.ts";

/** What tells one kind of reusable connection from another. */
export interface ConnectionKind {
  /** Name of the class. */
  name: ConnectionClass;
  /** Name in Prismatic's web app and documentation. */
  label: string;
  /** `variableScope` as the API takes it. */
  variableScope: "customer" | "org" | "user";
  /** `managedBy` as the API takes it. */
  managedBy: "customer" | "org";
  /** Whether every required input is a global value, because nobody supplies one later. */
  needsEveryInput: boolean;
  /** Why a connection type cannot be of this kind, or undefined when it can. */
  refusal(connectionType: ConnectionType): string | undefined;
}

/** Whether a connection of a tenant is of this kind. Prismatic answers in capitals what it takes in lower case. */
export function isOfKind(kind: ConnectionKind, found: { variableScope: string; managedBy: string }): boolean {
  return (
    found.variableScope.toLowerCase() === kind.variableScope &&
    found.managedBy.toLowerCase() === kind.managedBy
  );
}
