import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  inspectIntegration,
  openIntegration,
  type InspectedIntegration,
} from "../provider/src/resources/codeNativeIntegration/bundle.ts";
import { userLevelVariables } from "../provider/src/resources/integration/definition/variables.ts";
import { buildExampleIntegration } from "./support/exampleComponent.ts";

describe("The example of a code-native integration", () => {
  let directory: string;
  let folder: string;
  let inspected: InspectedIntegration;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "example-integration-"));
    folder = await buildExampleIntegration(join(directory, "one"));
    inspected = await inspectIntegration(await openIntegration(join(folder, "dist")));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it("names a connection of each kind, the user's where each user sets it, and needs a key for test runs", () => {
    expect(inspected.facts).toMatchObject({
      name: "Acme orders",
      stableKeys: {
        Archive: "customer-database",
        Gmail: "gmail-user",
        Payments: "stripe-billing",
        Slack: "slack-oauth",
      },
      keyedFlows: ["Receive order"],
      icon: "icon.png",
    });
    expect([...userLevelVariables(inspected.definition)]).toEqual(["Gmail"]);
    expect(inspected.keysInCode).toEqual({ "Receive order": [] });
  });

  it("has another key at every load, and the same package when it is built again elsewhere", async () => {
    const again = await openIntegration(join(await buildExampleIntegration(join(directory, "two")), "dist"));
    const { facts, declared } = await inspectIntegration(again);
    expect(facts).toEqual(inspected.facts);
    expect(declared.key).not.toBe(inspected.declared.key);
  });
});
