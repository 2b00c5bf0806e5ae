import { ownConnectionType } from "../configValues.ts";
import { holdsCredentials } from "../connectionTree.ts";
import { found, Problems, refuse } from "../errors.ts";
import { findHeldVariable } from "../heldVariable.ts";
import { withToken, type TokenInput } from "../oauthTokens.ts";
import type { ApiRequest } from "../request.ts";
import { existing, existingConnection, type ById } from "./input.ts";

type SetToken = TokenInput & ById;

/** `updateScopedOAuth2Connection`: sets the token of a connection. */
export function setConnectionToken(input: SetToken, request: ApiRequest): object {
  const { tenant } = request;
  const old = existingConnection(request, input.id);
  const problems = new Problems();
  if (!holdsCredentials(old) && tenant.switches["token-on-customer-scope"] === "refused") {
    problems.add("id", "Each customer or user has a token; the connection has none of its own.");
  }
  const authorization = withToken(tenant, old, input, tenant.connectionTypeOf(old), problems);
  problems.throwIfAny();
  const updatedAt = tenant.stack.clock.after(old.updatedAt);
  return { scopedConfigVariable: tenant.connections.put({ ...old, ...authorization, updatedAt }) };
}

/** `updateCustomerOAuth2Connection`: sets the token of credentials, those for test runs too. */
export function setCredentialsToken(input: SetToken, { tenant }: ApiRequest): object {
  const old = existing(tenant.credentials, input.id);
  const type = tenant.connectionTypeOf(found(tenant.connections.get(old.connection)));
  const problems = new Problems();
  const { oauth, status } = withToken(tenant, old, input, type, problems);
  problems.throwIfAny();
  const updatedAt = tenant.stack.clock.after(old.updatedAt);
  const record = tenant.credentials.put({ ...old, oauth, status: status ?? old.status, updatedAt });
  return { customerConfigVariable: record };
}

/** `updateOAuth2Connection`: sets the token of a connection of an integration's own, in one instance. */
export function setConfigVariableToken(input: SetToken, { tenant }: ApiRequest): object {
  if (!input.id) refuse("id", "This field is required.");
  const { held, value, enter } = found(findHeldVariable(tenant, input.id));
  const problems = new Problems();
  const type = ownConnectionType(tenant, held.variable);
  const authorization = withToken(tenant, value, input, type, problems);
  problems.throwIfAny();
  return { instanceConfigVariable: enter({ ...value, ...authorization }) };
}
