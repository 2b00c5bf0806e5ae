import { Output, output, unsecret, type Input } from "@pulumi/pulumi";

/**
 * Unmarks an argument that identifies an object, such as a stable key. It is never secret: encrypted in the state, it
 * could not be compared with that of other tenants, and Prismatic shows it anyway. A value that is no output stays as
 * it is, so that a preview knows each member by itself.
 */
export function identifying<Value>(value: Input<Value>): Input<Value> {
  if (Output.isInstance(value) || value instanceof Promise) {
    return unsecret(output(value)) as Output<Value>;
  }
  if (value === null || typeof value !== "object") return value;
  const members = Object.entries(value).map(([name, member]) => [name, identifying<unknown>(member)]);
  return Object.fromEntries(members) as Value;
}
