export type { PackOptions, PolicyConfigurations, PolicyName } from "./options.ts";
export { policies } from "./policies.ts";
export type { Registry, RegistryEntry } from "./registry/entry.ts";
