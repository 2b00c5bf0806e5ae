import { isUnknown } from "../../dynamic/wire.ts";
import type { TenantConnection } from "../../tenant/operation.ts";
import type { UpdateScopedConfigVariableInput } from "../../tenant/operations.generated.ts";
import type { ConnectionInputs } from "./arguments.ts";

type Redirect = ConnectionInputs["oauthRedirect"];

/** The redirects as the API takes them; no redirect at all is a request of its own kind. */
export function redirect(oauthRedirect: Redirect): Omit<UpdateScopedConfigVariableInput, "id"> {
  if (oauthRedirect === undefined || isUnknown(oauthRedirect)) return { unsetOAuthRedirectConfig: true };
  const { success = null, failure = null } = oauthRedirect;
  if (success === null && failure === null) return { unsetOAuthRedirectConfig: true };
  return { oAuthRedirectConfig: { oAuthSuccessRedirectUri: success, oAuthFailureRedirectUri: failure } };
}

/** Where a person lands after authorizing a connection of the tenant. */
export function redirectOf(found: TenantConnection): Redirect {
  const { oAuthSuccessRedirectUri: success, oAuthFailureRedirectUri: failure } =
    found.oAuthRedirectConfig ?? {};
  return { ...(success ? { success } : {}), ...(failure ? { failure } : {}) };
}
