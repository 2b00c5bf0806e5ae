import { z } from "zod";
import { operation, savedConnection, savedCredentials } from "./operation.ts";
import { SetConnectionTokensDocument, SetCredentialsTokensDocument } from "./operations.generated.ts";

/** The operations that set the token of an OAuth 2.0 authorization. */
export const tokenOperations = {
  setConnectionTokens: operation(
    "SetConnectionTokens",
    SetConnectionTokensDocument,
    z.object({ updateScopedOAuth2Connection: savedConnection }),
  ),
  setCredentialsTokens: operation(
    "SetCredentialsTokens",
    SetCredentialsTokensDocument,
    z.object({ updateCustomerOAuth2Connection: savedCredentials }),
  ),
};
