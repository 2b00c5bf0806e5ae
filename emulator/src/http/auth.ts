import type { Stack } from "../stack.ts";
import { asRecord, parseJson, type Answer } from "./answer.ts";

/** The refusal of every request that means a suspended tenant. */
export const suspendedMessage = (tenantId: string): string => `The tenant ${tenantId} is suspended.`;

/** Exchanges a refresh token for an access token. */
function exchange(stack: Stack, refreshToken: unknown, tenantId: unknown): Answer {
  const person = stack.person(refreshToken);
  if (!person) {
    return {
      status: 401,
      body: { error: "invalid_grant", error_description: "Unknown or revoked refresh token." },
    };
  }
  const wanted = typeof tenantId === "string" && tenantId !== "" ? tenantId : person.tenants[0];
  if (wanted === undefined || !person.tenants.includes(wanted)) {
    const description = `The refresh token does not reach the tenant ${String(wanted)}.`;
    return { status: 403, body: { error: "access_denied", error_description: description } };
  }
  if (stack.tenant(wanted)?.suspended && stack.switches["suspended-tenant"] === "refused") {
    return { status: 403, body: { error: "access_denied", error_description: suspendedMessage(wanted) } };
  }
  const { accessToken, expiresIn } = stack.issueToken(person, wanted);
  return {
    status: 200,
    body: {
      access_token: accessToken,
      refresh_token: person.refreshToken,
      token_type: "Bearer",
      expires_in: expiresIn,
      scope: "openid profile email offline_access",
    },
  };
}

/** Answers everything about tokens; undefined for other paths. */
export function answerAuth(stack: Stack, method: string, path: string, body: string): Answer | undefined {
  const route = `${method} ${path}`;
  if (route === "GET /auth/meta") {
    return {
      status: 200,
      body: { domain: stack.tokenDomain, clientId: `emulator-${stack.name}`, audience: stack.url },
    };
  }
  if (route === "POST /auth/refresh") {
    const { refresh_token: refreshToken, tenant_id: tenantId } = asRecord(parseJson(body));
    return exchange(stack, refreshToken, tenantId);
  }
  if (route === "POST /oauth/token") {
    const form = new URLSearchParams(body);
    if (form.get("grant_type") !== "refresh_token") {
      return {
        status: 400,
        body: { error: "unsupported_grant_type", error_description: "Only refresh_token." },
      };
    }
    return exchange(stack, form.get("refresh_token"), form.get("tenant_id"));
  }
  if (route === "POST /auth/revoke") {
    const person = stack.person(asRecord(parseJson(body))["refresh_token"]);
    if (person) stack.people.put({ ...person, revoked: true });
    return { status: 200, body: {} };
  }
  return undefined;
}
