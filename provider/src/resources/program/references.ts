import { CustomResource, Resource, type Input, type Inputs, type Output } from "@pulumi/pulumi";
import { identifying } from "./identifying.ts";
import type { ComponentKey } from "./values.ts";

/**
 * Keys under which a resource tells other resources of its program what they register when they refer to it. Registered
 * symbols, so that they are the same where a program has loaded this package twice; what stands there cannot be
 * enumerated, so that Pulumi takes it for no property of the resource.
 */
export const CONNECTION: unique symbol = Symbol.for("pulumi-prismatic/connection");
export const COMPONENT: unique symbol = Symbol.for("pulumi-prismatic/component");

/** What other resources know of a connection from its arguments, which a preview knows before it exists. */
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

/** What names a component to other resources, in the order of preference: known in a preview where the bundle is. */
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
 * What a resource registers of the connection that it refers to: its stable key, or what this program declares.
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
 * What a resource registers of the component that it refers to. A `Component` is waited for, and then named.
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
