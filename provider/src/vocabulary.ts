// The words, and the way to Pulumi's command line, that the policy pack shares with the provider. This file loads neither zod nor anything that talks to a
// tenant: a pack is started before each program and has to be there at once.
export { EXPLICIT } from "./dynamic/constant.ts";
export { pulumiCommand } from "./pulumiCommand.ts";
export { isUnknown, SIGNATURE, UNKNOWN } from "./dynamic/wire.ts";
export { CONNECTION_CLASSES, TYPE_PREFIX, type ConnectionClass } from "./resources/names.ts";
export { looksSecret } from "./resources/inputs/secretNames.ts";
export { visible } from "./tenant/visible.ts";
export { listed, nearest } from "./dynamic/suggest.ts";
