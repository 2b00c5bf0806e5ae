export { definePolicy, type PrismaticPolicy, type PolicyContext, type StackContext } from "./policy.ts";
export { policies, type PackOptions, type PolicyName } from "./pack/policies.ts";
export { type Registry, type RegistryEntry } from "./registry/schema.ts";
