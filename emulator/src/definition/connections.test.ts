import { describe, expect, test } from "vitest";
import { definitionWith } from "../testing/definitions.ts";
import { client, messages, oneTenant, type Client } from "../testing/harness.ts";

const openai = { component: "openai", variableScope: "org", managedBy: "org" } as const;
const seed = oneTenant({
  connections: [
    { ...openai, stableKey: "global", name: "Global" },
    { stableKey: "box", name: "The Box", variableScope: "org", managedBy: "system" },
    { ...openai, stableKey: "built", name: "Built", parent: "box" },
    { ...openai, stableKey: "mine", name: "Mine", variableScope: "user" },
    { ...openai, stableKey: "mine-tests", name: "Tests", variableScope: "user", parent: "mine" },
  ],
});

/** A definition whose config variable `V` uses a connection, on an ordinary or a user-level page, or on none. */
const using = (stableKey: string, page: "none" | "ordinary" | "user" | "headless"): string =>
  definitionWith({
    requiredConfigVars: [
      {
        key: "V",
        dataType: "connection",
        useScopedConfigVar: stableKey,
        ...(page === "headless" && { userLevelConfigured: true }),
      },
    ],
    configPages: [
      {
        name: "Page",
        userLevelConfigured: page === "user",
        elements: page === "ordinary" || page === "user" ? [{ type: "configVar", value: "V" }] : [],
      },
    ],
  });

const imported = async (tenant: Client, definition: string): Promise<Record<string, string>> =>
  messages(await tenant.mutate("importIntegration", { definition }));

const notForUsers = {
  definition: "Required Config Var 'V' cannot use user-level reusable connection 'mine'.",
};
const containerNamed = {
  definition: "Required Config Var 'V' cannot reference build-only connection container 'The Box'",
};
const setByUsers = {
  definition: "Required Config Var 'V' is set by each user and cannot use reusable connection 'global'.",
};
const missing = {
  definition:
    "requiredConfigVars[0].useScopedConfigVar: there is no such reusable connection in this tenant.",
};

describe("the import of a definition that names a reusable connection", () => {
  test.each([
    ["mine", "user", {}],
    ["mine", "headless", {}],
    ["mine", "none", notForUsers],
    ["mine", "ordinary", notForUsers],
    ["global", "none", {}],
    ["global", "ordinary", {}],
    ["global", "user", setByUsers],
    ["global", "headless", setByUsers],
    ["built", "none", {}],
    ["box", "none", containerNamed],
    ["mine-tests", "user", missing],
    ["nothing", "user", missing],
  ] as const)("%s, on a page of the sort %s", async (stableKey, page, refusal) => {
    expect(await imported(await client({ seed }), using(stableKey, page))).toEqual(refusal);
  });

  test("lets users set any connection where the switch says so", async () => {
    const tenant = await client({ seed, switches: { "reusable-on-user-page": "ignored" } });
    expect(await imported(tenant, using("global", "user"))).toEqual({});
    expect(await imported(tenant, using("mine", "ordinary"))).toEqual(notForUsers);
  });

  test.each([
    ["user", true],
    ["headless", true],
    ["none", false],
  ] as const)(
    "tells afterwards whether users configure it, on a page of the sort %s",
    async (page, expected) => {
      const tenant = await client({ seed });
      await imported(tenant, using(expected ? "mine" : "global", page));
      const data = await tenant.data(
        `{ integrations { nodes { userLevelConfigured requiredConfigVariables { nodes { userLevelConfigured } } } } }`,
      );
      expect(data.integrations.nodes).toEqual([
        {
          userLevelConfigured: expected,
          requiredConfigVariables: { nodes: [{ userLevelConfigured: expected }] },
        },
      ]);
    },
  );
});
