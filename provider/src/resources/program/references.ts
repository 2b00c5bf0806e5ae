import { CustomResource, Resource, type Input, type Inputs, type Output } from "@pulumi/pulumi";
import { identifying } from "./identifying.ts";
import type { ComponentKey } from "./values.ts";

/**
 * Keys of the declarations that other resources of the program register when they refer to a resource. They are
 * registered symbols, so that they are the same where a program has loaded this package twice. Their values cannot be
 * enumerated, so that Pulumi takes them for no properties of the resource.
 */
export const CONNECTION: unique symbol = Symbol.for("pulumi-prismatic/connection");
export const COMPONENT: unique symbol = Symbol.for("pulumi-prismatic/component");

/** Declaration of a connection for other resources, from its arguments: a preview knows them before it exists. */
export interface ConnectionDeclaration {
  stableKey: Input<string>;
  component: unknown;
  connectionType: Input<string | undefined>;
  variableScope: string;
  managedBy: string;
  /** The arguments that the connection manages itself. */
  manages: ("globalValues" | "testCredentials" | "embeddedWorkflows")[];
  /** The inputs that have a global value; undefined where the program does not know them yet. */
  globalInputs: string[] | undefined;
}

/** Names of a component for other resources, in the order of preference: known in a preview where the bundle is. */
export interface ComponentDeclaration {
  key: Output<string>;
  public: Output<boolean>;
}

/** A reusable connection of this program: a resource of one of the connection classes. */
export interface ConnectionResource extends CustomResource {
  readonly [CONNECTION]: ConnectionDeclaration;
}

/** A component of this program: a `Component`. */
export interface PublishedComponent extends CustomResource {
  readonly [COMPONENT]: ComponentDeclaration;
}

/** Tells other resources what a connection was declared with. */
export function declareConnection(resource: CustomResource, declaration: ConnectionDeclaration): void {
  Object.defineProperty(resource, CONNECTION, { value: declaration });
}

/** Tells other resources which component a resource publishes. */
export function declareComponent(resource: CustomResource, declaration: ComponentDeclaration): void {
  Object.defineProperty(resource, COMPONENT, { value: declaration });
}

/**
 * Registers a reference to a connection: its stable key, or its declaration in this program.
 *
 * @throws Error for another resource, which a JavaScript program may pass
 */
export function referenceTo(connection: ConnectionResource | Input<string>): Inputs {
  if (!Resource.isInstance(connection)) return { stableKey: identifying(connection) };
  if (!CustomResource.isInstance(connection) || !(CONNECTION in connection)) {
    throw new Error(
      "connection must be a connection of pulumi-prismatic or a stable key, not another resource. " +
        "To use a connection of another stack, write its stable key.",
    );
  }
  return { id: connection.id, ...connection[CONNECTION] };
}

/**
 * Registers a reference to a component. Waits for a `Component`, and then names it.
 *
 * @throws Error for another resource, which a JavaScript program may pass
 */
export function referenceToComponent(component: PublishedComponent | ComponentKey): unknown {
  if (!Resource.isInstance(component)) return identifying(component);
  if (!(COMPONENT in component)) {
    throw new Error(
      "component must be a Component of pulumi-prismatic or a component's key, not another resource.",
    );
  }
  return { ...component[COMPONENT] };
}
