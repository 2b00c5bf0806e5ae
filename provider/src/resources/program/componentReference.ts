import { Resource, type Input, type Output } from "@pulumi/pulumi";

/** What names a component to other resources, in the order of preference: known in a preview where the bundle is. */
export interface ComponentName {
  key: Output<string>;
  public: Output<boolean>;
}

/** A component as another resource names it, where it is not a `Component` of the same program. */
export type NamedComponent = Input<string | { key: Input<string>; public: Input<boolean> }>;

const published = new WeakMap<Resource, ComponentName>();

/** Remembers that a resource publishes a component. */
export function rememberComponent(resource: Resource & ComponentName): void {
  published.set(resource, { key: resource.key, public: resource.public });
}

/** What a resource that refers to a component registers of it. A `Component` is waited for, and then named. */
export function referenceToComponent(component: Resource | NamedComponent): unknown {
  if (!Resource.isInstance(component)) return component;
  const name = published.get(component);
  if (name === undefined) {
    throw new Error(
      "component must be a Component of pulumi-prismatic or a component's key, not another resource.",
    );
  }
  return { ...name };
}
