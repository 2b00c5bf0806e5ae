import { describe, expect, it } from "vitest";
import { variableNames } from "./variableNames.ts";

const namesOf = (...keys: string[]) => [...variableNames(keys).values()];

describe("Names of variables", () => {
  it.each([
    ["slack-oauth", "slackOauth"],
    ["SLACK_OAUTH", "slackOauth"],
    ["SlackOAuth", "slackOAuth"],
    ["2fa", "connection2fa"],
    ["default", "defaultConnection"],
    ["config", "configConnection"],
    ["Закрытие", "connection"],
    ["__proto__", "proto"],
  ])("say the stable key %s as %s", (key, name) => {
    expect(namesOf(key)).toEqual([name]);
  });

  it.each([
    ["slack-oauth", "slack oauth"],
    ["slack-oauth", "SlackOauth"],
    ["注文", "在庫"],
    ["a".repeat(255), `${"a".repeat(254)}b`],
    ["default", "default-connection"],
    ["\u00c5", "\u212b"],
    ["\ud800", "\udc00"],
  ])("tell %j from %j, and are those of TypeScript", (one, other) => {
    const names = namesOf(one, other);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^[a-z]\w{0,80}$/);
  });
});
