import { CustomResource, Resource, type Input, type Inputs } from "@pulumi/pulumi";
import type { ConnectionArgs } from "../connection/class.ts";
import type { ConnectionKind } from "../reference/kinds.ts";
import { referenceToComponent } from "./componentReference.ts";

/** What other resources know of a connection from its arguments, which a preview knows before it exists. */
export interface DeclaredConnection {
  stableKey: Input<string>;
  component: unknown;
  connectionType: Input<string | undefined> | undefined;
  variableScope: string;
  managedBy: string;
  /** The arguments that the connection manages itself. */
  manages: ("globalValues" | "testCredentials" | "embeddedWorkflows")[];
  /** The inputs that have a global value; left out where the program does not know them yet. */
  globalInputs: string[] | undefined;
}

const declaredConnections = new WeakMap<Resource, DeclaredConnection>();

/** Remembers what a connection resource was declared with. */
export function rememberDeclaration(resource: Resource, kind: ConnectionKind, args: ConnectionArgs): void {
  declaredConnections.set(resource, {
    stableKey: args.stableKey,
    component: referenceToComponent(args.component),
    connectionType: args.connectionType,
    variableScope: kind.variableScope,
    managedBy: kind.managedBy,
    globalInputs: kind.variableScope === "org" ? [] : inputNames(args.globalValues, args.globalSecrets),
    manages: [
      ...(args.globalValues !== undefined || args.globalSecrets !== undefined
        ? (["globalValues"] as const)
        : []),
      ...(args.testCredentials !== undefined ? (["testCredentials"] as const) : []),
      ...(args.embeddedWorkflows !== undefined ? (["embeddedWorkflows"] as const) : []),
    ],
  });
}

function inputNames(...maps: unknown[]): string[] | undefined {
  const given = maps.filter((map) => map !== undefined);
  if (given.some((map) => Object.getPrototypeOf(map) !== Object.prototype)) return undefined;
  return given.flatMap((map) => Object.keys(map as object));
}

/** What a connection resource of this program was declared with; undefined for any other resource. */
export function declarationOf(resource: Resource): DeclaredConnection | undefined {
  return declaredConnections.get(resource);
}

/** What a resource that refers to a connection registers of it: its stable key, or what this program declares. */
export function referenceTo(connection: Resource | Input<string>): Inputs {
  if (!Resource.isInstance(connection)) return { stableKey: connection };
  const declared = declarationOf(connection);
  if (declared === undefined || !CustomResource.isInstance(connection)) {
    throw new Error(
      "connection must be a connection of pulumi-prismatic or a stable key, not another resource. " +
        "To use a connection of another stack, write its stable key.",
    );
  }
  return { id: connection.id, ...declared };
}
