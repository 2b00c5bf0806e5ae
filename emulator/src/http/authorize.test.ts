import { expect, test } from "vitest";
import { client, connectionType, madeConnection, type Client } from "../testing/harness.ts";

async function waiting(tenant: Client): Promise<{ id: string; authorizeUrl: string }> {
  const connection = await connectionType(tenant, "slack", "oauth2");
  const oAuthRedirectConfig = { oAuthSuccessRedirectUri: "https://acme.example/done" };
  return madeConnection(tenant, { connection, key: "Slack <of Acme>", oAuthRedirectConfig });
}

const decide = (url: string, decision: string): Promise<Response> =>
  fetch(url, { method: "POST", body: new URLSearchParams({ decision }), redirect: "manual" });

const statusOf = async (tenant: Client, id: string): Promise<string> =>
  (await tenant.data(`{ scopedConfigVariable(id: "${id}") { status } }`)).scopedConfigVariable.status;

test("a person allows at the authorize URL, and lands where the connection says", async () => {
  const tenant = await client();
  const { id, authorizeUrl } = await waiting(tenant);
  const page = await (await fetch(authorizeUrl)).text();
  expect(page).toContain("Authorize Slack &lt;of Acme>");
  expect(await statusOf(tenant, id)).toBe("PENDING");
  const answer = await decide(authorizeUrl, "allow");
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "https://acme.example/done"]);
  expect(await statusOf(tenant, id)).toBe("ACTIVE");
});

test("who denies leaves the connection failed", async () => {
  const tenant = await client();
  const { id, authorizeUrl } = await waiting(tenant);
  expect(await (await decide(authorizeUrl, "deny")).text()).toContain("Denied");
  expect(await statusOf(tenant, id)).toBe("FAILED");
});

test("there is no page for what does not exist", async () => {
  const tenant = await client();
  const { authorizeUrl } = await waiting(tenant);
  expect((await fetch(`${authorizeUrl}x`)).status).toBe(404);
});
