import { describe, expect, it } from "vitest";
import { requestShares } from "./requestShares.ts";

const US = "2a6f9b0e-52a4-4c4e-9d3c-6a3d2a1b0c11";
const settingsOf = (url: string, id?: string) =>
  ["config:", `  prismatic:url: ${url}`, ...(id === undefined ? [] : [`  prismatic:tenantId: ${id}`])].join(
    "\n",
  );

const file = (environment: Record<string, Record<string, string>> = {}) => ({
  requestShare: { percent: 50 },
  environment: Object.fromEntries(
    Object.entries(environment).map(([pattern, variables]) => [
      pattern,
      {
        variables: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, { value }])),
      },
    ]),
  ),
});

describe("The share of a tenant's requests", () => {
  it("is divided by the stacks of a tenant that run at the same time", () => {
    const settings = new Map([
      ["connections", settingsOf("https://app.prismatic.io", US)],
      ["integrations", settingsOf("HTTPS://App.Prismatic.io/", US.toUpperCase())],
      ["flags", settingsOf("https://app.prismatic.io", US)],
      ["eu", settingsOf("https://app.eu-west-1.prismatic.io", US)],
    ]);
    expect(Object.fromEntries(requestShares(settings, file(), 8))).toEqual({
      connections: 16,
      integrations: 16,
      flags: 16,
      eu: 50,
    });
    expect(requestShares(settings, file(), 2).get("flags")).toBe(25);
    expect(requestShares(settings, file(), 1).get("flags")).toBe(50);
  });

  it("counts the tenant that rollout.yaml names by variables", () => {
    const settings = new Map([
      ["us-one", ""],
      ["us-two", settingsOf("https://elsewhere.example", "another")],
      ["other", settingsOf("https://app.prismatic.io", US)],
    ]);
    const us = { "us-*": { PRISMATIC_URL: "https://app.prismatic.io", PRISMATIC_TENANT_ID: US } };
    expect([...requestShares(settings, file(us), 8).values()]).toEqual([16, 16, 16]);
  });

  it("is whole where the stack names no tenant, or its settings cannot be read", () => {
    const settings = new Map([
      ["one", settingsOf("https://app.prismatic.io")],
      ["two", settingsOf("https://app.prismatic.io")],
      ["broken", "config: [unclosed"],
      ["list", "- one\n- two"],
      ["none", ""],
    ]);
    expect([...requestShares(settings, file(), 8).values()]).toEqual([50, 50, 50, 50, 50]);
  });

  it("is never less than one percent", () => {
    const settings = new Map(
      Array.from({ length: 200 }, (_, index) => [
        `stack-${index}`,
        settingsOf("https://app.prismatic.io", US),
      ]),
    );
    expect(new Set(requestShares(settings, file(), 200).values())).toEqual(new Set([1]));
  });
});
