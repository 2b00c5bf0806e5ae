import { embeddedAllowlist } from "./policies/embeddedAllowlist.ts";
import { globalCredentialsApproved } from "./policies/globalCredentialsApproved.ts";
import { httpsUrls } from "./policies/httpsUrls.ts";
import { integrationConnectionsKnown } from "./policies/integrationConnectionsKnown.ts";
import { noBuildOnly } from "./policies/noBuildOnly.ts";
import { noPlainSecrets } from "./policies/noPlainSecrets.ts";
import { oneDefaultPerComponent } from "./policies/oneDefaultPerComponent.ts";
import { productionProtected } from "./policies/productionProtected.ts";
import { redeployDecided } from "./policies/redeployDecided.ts";
import { secretsWriteOnly } from "./policies/secretsWriteOnly.ts";
import { stableKeyFormat } from "./policies/stableKeyFormat.ts";
import { stableKeyRegistry } from "./policies/stableKeyRegistry.ts";
import { stableKeysComplete } from "./policies/stableKeysComplete.ts";
import { stableKeyUnique } from "./policies/stableKeyUnique.ts";
import { tenantPinned } from "./policies/tenantPinned.ts";
import { testCredentialsPresent } from "./policies/testCredentialsPresent.ts";

/** Every policy by its name. The registry's comes first, because its configuration names the file for the others. */
export const allPolicies = {
  "stable-key-registry": stableKeyRegistry,
  "stable-key-format": stableKeyFormat,
  "stable-key-unique": stableKeyUnique,
  "stable-keys-complete": stableKeysComplete,
  "integration-connections-known": integrationConnectionsKnown,
  "no-plain-secrets": noPlainSecrets,
  "https-urls": httpsUrls,
  "embedded-allowlist": embeddedAllowlist,
  "one-default-per-component": oneDefaultPerComponent,
  "test-credentials-present": testCredentialsPresent,
  "global-credentials-approved": globalCredentialsApproved,
  "redeploy-decided": redeployDecided,
  "secrets-write-only": secretsWriteOnly,
  "tenant-pinned": tenantPinned,
  "no-build-only": noBuildOnly,
  "production-protected": productionProtected,
} as const;
