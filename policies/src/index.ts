import { guardStandardOutput, isPolicyPack } from "./engine/standardOutput.ts";

export type { PackOptions, PolicyConfigurations, PolicyName } from "./options.ts";
export { policies } from "./policies.ts";
export type { Registry, RegistryEntry } from "./registry/entry.ts";

// At the import, because a pack prints wherever it likes.
if (isPolicyPack()) guardStandardOutput();
