// The words, and the way to Pulumi's command line, that the policy pack shares with the provider. This file loads neither
// zod nor anything that talks to a tenant: a pack is started before each program and has to be there at once.
import "./nodeVersion.ts";

export { EXPLICIT } from "./dynamic/constant.ts";
export { pulumiCommand } from "./pulumiCommand.ts";
export { isUnknown, SIGNATURE, UNKNOWN } from "./dynamic/wire.ts";
export {
  accessClaim,
  componentClaim,
  connectionClaim,
  customerClaim,
  describeClaim,
  integrationClaim,
  PART_CLASSES,
  partClaim,
} from "./resources/claims.ts";
export {
  CONNECTION_CLASSES,
  RESOURCE_CLASSES,
  TYPE_PREFIX,
  type ConnectionClass,
  type ResourceClass,
} from "./resources/names.ts";
export { secretForm } from "./resources/inputs/secretForms.ts";
export { looksSecret } from "./resources/inputs/secretNames.ts";
export { unencryptedAddress, type UnencryptedAddress } from "./resources/inputs/unencrypted.ts";
export { ownValue } from "./tenant/ownValue.ts";
export { visible, visibleJson, visibleLine } from "./tenant/visible.ts";
export { didYouMean, listed, nearest } from "./dynamic/suggest.ts";
