import { describe, expect, it } from "vitest";
import { AuthenticationError, UnreachableError } from "./errors.ts";
import { Journal } from "./journal.ts";
import { Proxies } from "./proxies.ts";
import { refusal } from "./refusals.ts";

const url = "https://app.prismatic.io";

function refused(
  status: number,
  text: string,
  headers: Record<string, string> = {},
  { size = 2000, proxies = new Proxies({}, 5), idempotent = false } = {},
) {
  const destination = { url, server: "Tenant T", proxies, journal: new Journal(), urlName: "prismatic:url" };
  return refusal(destination, { status, headers, text }, { name: "Batch", size, idempotent });
}

const html = { "content-type": "text/html; charset=utf-8" };
const page = "<html><head><TITLE>\n  Request\n Rejected </TITLE></head></html>";
const own = JSON.stringify({ errors: [{ message: "Not\nyours." }] });

describe("A refusal of a request is", () => {
  it.each([
    [401, own],
    [403, own],
    [401, '{"detail":"Expired"}'],
  ])("the API's own where it is HTTP %i with %s: about the token", (status, text) => {
    const error = refused(status, text);
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error.message).toMatch(/^Tenant T refused the access token \(HTTP 40[13](: "Not yours\.")?\)/);
  });

  it.each([
    [400, page, html, 'with a web page (HTTP 400: "Request Rejected")', true],
    [401, page, html, 'with a web page (HTTP 401: "Request Rejected")', false],
    [403, page, html, 'with a web page (HTTP 403: "Request Rejected")', true],
    [403, "", {}, "without GraphQL's JSON (HTTP 403)", true],
    [403, "no", {}, "without GraphQL's JSON (HTTP 403)", true],
    [403, '{"message":"Forbidden"}', {}, 'without GraphQL\'s JSON (HTTP 403: "Forbidden")', true],
    [405, page, html, 'with a web page (HTTP 405: "Request Rejected")', true],
    [406, page, html, 'with a web page (HTTP 406: "Request Rejected")', true],
    [
      302,
      "",
      { location: "/login" },
      "without GraphQL's JSON (HTTP 302, which leads to app.prismatic.io)",
      false,
    ],
    [307, "", { location: "https://sso.example/?token=x" }, "(HTTP 307, which leads to sso.example)", false],
  ])("of something in between where it is HTTP %i with %j and %j", (status, text, headers, says, smaller) => {
    const error = refused(status, text, headers);
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error).toMatchObject({ outcomeUnknown: false, refusedUnread: smaller });
    expect(error.message).toContain("Batch to Tenant T was answered ");
    expect(error.message).toContain(says);
    expect(error.message).toContain("the token is not the reason");
    expect(error.message).not.toMatch(/access token|org_manage|token=x/);
  });

  it("the API's own as well where it is another one with GraphQL's errors", () => {
    expect(refused(409, own).message).toBe(
      'Tenant T answered HTTP 409, "Not yours.", to Batch. Nothing was changed. Run the command again later; where it ' +
        "stays like this, show this message to Prismatic's support.",
    );
  });

  it("a server's that is out of order: what is left depends on the request", () => {
    expect(refused(500, "").message).toContain(
      "Tenant T answered HTTP 500 to Batch. The last change may have been carried out. Run the command again",
    );
    for (const known of [refused(503, ""), refused(500, "", {}, { idempotent: true })]) {
      expect(known.message).toContain("to Batch. Nothing was changed. Run the command again");
    }
  });

  it.each([413, 414, 431])("about its size where it is HTTP %i, whoever answers", (status) => {
    for (const text of [page, own, ""]) {
      const error = refused(status, text, {}, { size: 1_200_000 });
      expect(error).toMatchObject({ outcomeUnknown: false, refusedUnread: true });
      expect(error.message).toMatch(
        /^Batch \(1172 KB\) is too large for Tenant T, or for a firewall before it \(HTTP 4/,
      );
      expect(error.message).toContain(`Let requests of this size to ${url}/api pass`);
    }
  });

  it("told with the proxy that it went through", () => {
    const proxies = new Proxies({ HTTPS_PROXY: "http://ada:geheim@proxy.example:3128" }, 5);
    expect(refused(403, page, html, { proxies }).message).toContain(
      "with a web page through the proxy proxy.example:3128 of HTTPS_PROXY (HTTP 403",
    );
  });
});

it("An answer of a server that is out of order leaves open what happened, unless it says that it did nothing", () => {
  expect(refused(502, page, html)).toMatchObject({ outcomeUnknown: true });
  expect(refused(503, page, html)).toMatchObject({ outcomeUnknown: false });
});
