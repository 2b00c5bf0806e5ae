export { definePolicy, type PrismaticPolicy, type PolicyContext, type StackContext } from "./policy.ts";
export { type PackOptions, type PolicyName } from "./pack/options.ts";
export { policies } from "./pack/policies.ts";
export { policyPack } from "./pack/policyPack.ts";
export { type Registry, type RegistryEntry } from "./registry/schema.ts";
