import { isUnknown } from "../../dynamic/unknown.ts";
import type { UpdateScopedConfigVariableInput } from "../../tenant/operations.generated.ts";
import type { ConnectionInputs } from "./arguments.ts";

/** The redirects as the API takes them; no redirect at all is a request of its own kind. */
export function redirect({
  oauthRedirect,
}: Pick<ConnectionInputs, "oauthRedirect">): Partial<UpdateScopedConfigVariableInput> {
  if (oauthRedirect === undefined || isUnknown(oauthRedirect)) return { unsetOAuthRedirectConfig: true };
  const { success = null, failure = null } = oauthRedirect;
  if (success === null && failure === null) return { unsetOAuthRedirectConfig: true };
  return { oAuthRedirectConfig: { oAuthSuccessRedirectUri: success, oAuthFailureRedirectUri: failure } };
}
