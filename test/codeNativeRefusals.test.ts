import { describe, expect, it } from "vitest";
import type { DeclaredIntegration } from "./support/codeNativeBundle.ts";
import { useCodeNativeWorld, type CodeNativeWorld } from "./support/codeNativeWorld.ts";
import { connectionsInUse } from "./support/integrations.ts";
import { UNKNOWN } from "../provider/src/dynamic/wire.ts";

let world: CodeNativeWorld;
useCodeNativeWorld((begun) => (world = begun), {
  holds: {
    connections: [
      ...(connectionsInUse ?? []),
      {
        stableKey: "my-slack",
        name: "Each user's",
        component: "slack",
        connectionType: "oauth2",
        variableScope: "user",
        managedBy: "org",
      },
      {
        stableKey: "supplied",
        name: "Supplied",
        component: "acme",
        connectionType: "acmeApiKey",
        variableScope: "customer",
        managedBy: "org",
      },
    ],
  },
});

/** Reason for which a new integration with this bundle is refused. */
async function refusals(
  declared: DeclaredIntegration,
  more: Record<string, unknown> = {},
): Promise<string[]> {
  await world.build(declared);
  const { failures } = await world.runs.codeNative.check({}, world.args(more));
  expect(await world.writes()).toEqual([]);
  return failures.map(({ reason }) => reason);
}

describe("A plan is refused before anything is sent", () => {
  it("where a flow requires a key for test runs and gets none, or another flow gets one", async () => {
    const flows = [
      { name: "Receive Order", requiresKey: true },
      { name: "In Code", requiresKey: true, testApiKeys: ["in code"] },
      { name: "Open" },
    ];
    expect(await refusals({ flows })).toEqual([
      expect.stringMatching(
        /^testApiKeys: the flow "Receive Order" requires a key.*testApiKeys: \{ "Receive Order": config\.requireSecret/,
      ),
    ]);
    expect(
      await refusals({ flows }, { testApiKeys: { "Recieve Order": "x", "Receive Order": "y" } }),
    ).toEqual([
      expect.stringMatching(
        /^testApiKeys\.Recieve Order: no flow of this name requires a key.*Did you mean "Receive Order"\? Those that do: "Receive Order", "In Code"\.$/,
      ),
    ]);
    expect(await refusals({ flows }, { testApiKeys: { "Receive Order": UNKNOWN } })).toEqual([]);
  });

  it("where the tenant lacks a connection that the code names, unless this program makes it", async () => {
    const declared = { connections: { Acme: "acme-api-kye" } };
    expect(await refusals(declared)).toEqual([
      expect.stringMatching(
        /^bundle: Tenant .* has no connection "acme-api-kye"\. Did you mean "acme-api-key"\?.*The code names it in "Acme"\. Where this program creates it, list it: connections: \[<the resource>\]$/,
      ),
    ]);
    const made = { stableKey: "acme-api-kye", component: "acme", variableScope: "org", managedBy: "org" };
    expect(await refusals(declared, { connections: [made] })).toEqual([]);
    await world.runs.next();
    expect(await refusals(declared, { connections: [{ stableKey: UNKNOWN }] })).toEqual([]);
  });

  it("where the program lists a connection that the code does not name", async () => {
    const connections = [{ stableKey: "acme-api-key" }, { stableKey: "acme-othr" }];
    const named = { connections: { Acme: "acme-api-key", Other: "acme-other" } };
    expect(await refusals(named, { connections })).toEqual([
      'connections[1]: the code does not name "acme-othr". Did you mean "acme-other"? It names: "acme-api-key", "acme-other".',
    ]);
  });

  it("where users and others would share a connection, but not for who supplies a customer's", async () => {
    expect(await refusals({ connections: { Slack: "my-slack" } })).toEqual([
      expect.stringMatching(/^bundle: "my-slack" is a user connection, and no user sets "Slack"/),
    ]);
    expect(await refusals({ connections: { Slack: "slack-oauth" }, userLevel: ["Slack"] })).toEqual([
      expect.stringMatching(/^bundle: "slack-oauth" is no user connection, and each user sets "Slack"/),
    ]);
    expect(await refusals({ connections: { Slack: "my-slack" }, userLevel: ["Slack"] })).toEqual([]);
    await world.runs.next();
    // The code calls all of these customer-activated.
    const customers = { One: "slack-oauth", Two: "supplied" };
    expect(await refusals({ connections: customers })).toEqual([]);
  });

  it("where the connection is another component's than the step that takes it, or is build-only", async () => {
    const more = {
      flows: [
        {
          name: "F",
          steps: [
            {
              name: "On Trigger",
              isTrigger: true,
              action: {
                key: "webhook",
                component: { key: "webhook-triggers", version: "LATEST", isPublic: true },
              },
              inputs: { connection: { type: "configVar", value: "Slack" } },
            },
          ],
        },
      ],
    };
    expect(await refusals({ connections: { Slack: "slack-oauth" }, more })).toEqual([
      expect.stringMatching(
        /^bundle: "slack-oauth" is a connection of the component "slack", and these use "webhook-triggers"/,
      ),
    ]);
    const [refusal] = await refusals({ connections: { Acme: "built" } });
    expect(refusal).toMatch(/^bundle: "built" is a build-only connection/);
    expect(await refusals({ connections: { Acme: "built" } }, { allowBuildOnly: true })).toEqual([]);
  });

  it("where the tenant lacks a component that the definition names", async () => {
    const step = (key: string) => ({
      name: "On Trigger",
      isTrigger: true,
      action: { key: "x", component: { key, version: "LATEST", isPublic: true } },
    });
    expect(await refusals({ more: { flows: [{ name: "F", steps: [step("slak")] }] } })).toEqual([
      expect.stringMatching(/^bundle: this tenant has no component "slak"\. Did you mean "slack"\?/),
    ]);
  });

  it("where the bundle is a component, is not there, or is not that of code", async () => {
    await world.bundle.write(
      "dist/index.js",
      `exports.default = { key: "x", display: { label: "X", description: "X" } };`,
    );
    const check = async (bundle: string) =>
      (await world.runs.codeNative.check({}, { bundle })).failures.map(({ reason }) => reason);
    expect(await check(world.bundle.folder)).toEqual([
      expect.stringContaining(
        "is a component, not a code-native integration. Declare it with: new Component(...)",
      ),
    ]);
    expect(await check(world.bundle.project)).toEqual([expect.stringContaining("Did you mean")]);
    expect(await refusals({ more: { isCodeNative: false } })).toEqual([
      expect.stringContaining("its definition is not that of a code-native integration"),
    ]);
  });

  it("where decisions about versions contradict each other or miss their version", async () => {
    expect(await refusals({}, { instances: "upgrade" })).toEqual([
      expect.stringMatching(/^instances: is "upgrade", but instances run published versions only/),
    ]);
    expect(await refusals({}, { available: false })).toEqual([
      expect.stringMatching(/^available: is for the newest published version, and Tenant .* has none/),
    ]);
  });

  it("but not where the bundle is not known yet", async () => {
    const { inputs, failures } = await world.runs.codeNative.check({}, { bundle: UNKNOWN });
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject({ name: UNKNOWN, signature: UNKNOWN });
  });
});
