import { describe, expect, it } from "vitest";
import { importRequest, splitRequests } from "./importRequest.ts";

describe("What import-file takes", () => {
  it.each([
    ["slack-oauth", { part: undefined, stableKey: "slack-oauth" }],
    ["prod:slack", { part: undefined, stableKey: "prod:slack" }],
    ["TestCredentials/slack", { part: "TestCredentials", stableKey: "slack" }],
    ["CustomerCredentials/db", { part: "CustomerCredentials", stableKey: "db" }],
    ["CustomerCredentials/db/globex", { part: "CustomerCredentials", stableKey: "db", customer: "globex" }],
    [
      "CustomerCredentials/db/globex/Read/write",
      { part: "CustomerCredentials", stableKey: "db", customer: "globex", name: "Read/write" },
    ],
  ])("is a connection or a part of one: %s", (text, request) => {
    expect(importRequest(text)).toEqual(request);
  });

  it("is also an integration, or the access of a customer, by its name or all of them", () => {
    const what = [
      "slack",
      "Integration/Order alerts",
      "CustomerEmbeddedAccess/globex",
      "CustomerEmbeddedAccess/*",
    ];
    expect(splitRequests(what)).toEqual({
      integrations: ["Order alerts"],
      access: ["globex", "*"],
      others: ["slack"],
    });
  });

  it.each([
    ["Testcredentials/slack", 'Did you mean "TestCredentials"?'],
    ["GlobalValues/", "write GlobalValues/<stable key>"],
    ["GlobalValues/slack/globex", "write GlobalValues/<stable key>"],
  ])("is refused where there is no such thing: %s", (text, reason) => {
    expect(() => importRequest(text)).toThrow(reason);
  });
});
