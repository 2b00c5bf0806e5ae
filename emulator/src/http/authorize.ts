import { findAuthorizable } from "../authorizable.ts";
import type { Stack } from "../stack.ts";
import { errorAnswer, type Answer } from "./answer.ts";

const prefix = "/authorize/";

const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

const html = (title: string, rest: string): Answer => ({
  status: 200,
  headers: { "content-type": "text/html; charset=utf-8" },
  body: `<!doctype html><title>${title}</title><h1>${title}</h1>${rest}`,
});

/**
 * The consent page of a pretended OAuth 2.0 provider: a person allows or denies, and the connection's
 * status follows. Answers undefined for other paths.
 */
export function answerAuthorize(
  stack: Stack,
  method: string,
  path: string,
  body: string,
): Answer | undefined {
  if (!path.startsWith(prefix)) return undefined;
  const [tenantId = "", encodedId = ""] = path.slice(prefix.length).split("/");
  const id = decodeURIComponent(encodedId);
  const tenant = stack.tenant(tenantId);
  const found = tenant && findAuthorizable(tenant, id);
  if (!found) return errorAnswer(404, "There is nothing to authorize.");
  if (method !== "POST") {
    const buttons =
      '<form method="post"><button name="decision" value="allow">Allow</button> ' +
      '<button name="decision" value="deny">Deny</button></form>';
    return html(`Authorize ${escapeHtml(found.name)}`, buttons);
  }
  const allowed = new URLSearchParams(body).get("decision") === "allow";
  found.setStatus(allowed ? "ACTIVE" : "FAILED");
  const target = allowed ? found.redirect?.oAuthSuccessRedirectUri : found.redirect?.oAuthFailureRedirectUri;
  if (target) return { status: 303, headers: { location: target }, body: "" };
  return html(allowed ? "Authorized" : "Denied", "<p>You can close this page.</p>");
}
