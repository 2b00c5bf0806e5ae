export { policies, type PackOptions, type PolicyName } from "./policies.ts";
export { type Registry, type RegistryEntry } from "./registry/schema.ts";
