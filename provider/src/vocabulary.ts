// What the policy pack shares with the provider. It loads neither zod nor anything that talks to a tenant: a pack is
// started before each program and has to be there at once.
export { EXPLICIT } from "./dynamic/explicit.ts";
export { isUnknown, SIGNATURE, UNKNOWN } from "./dynamic/wire.ts";
export { CONNECTION_CLASSES, type ConnectionClass } from "./resources/connection/classNames.ts";
export { looksSecret } from "./resources/secretNames.ts";
export { listed, nearest } from "./resources/suggest.ts";
