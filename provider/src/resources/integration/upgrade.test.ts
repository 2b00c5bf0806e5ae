import { expect, it } from "vitest";
import { describeUnconfigured, needsConfiguration } from "./upgrade.ts";

const instance = (name: string, configState: string | null) => ({
  ...{ id: name, name, configState, isSystem: false, needsDeploy: true },
  lastDeployedAt: "2026-01-01T00:00:00Z",
  customer: { name: "Globex", externalId: "globex" },
  integration: { versionNumber: 2 },
});

it("An instance waits for its own configuration or its users', and is named with its customer", () => {
  const all = [
    instance("One", "FULLY_CONFIGURED"),
    instance("Two", "NEEDS_INSTANCE_CONFIGURATION"),
    instance("Three", "NEEDS_USER_LEVEL_CONFIGURATION"),
    instance("Four", null),
  ];
  expect(describeUnconfigured("Reports", all.filter(needsConfiguration))).toBe(
    '2 instances of "Reports" wait for configuration in the web app: "Two" of Globex (globex) needs its own, ' +
      '"Three" of Globex (globex) needs its users\'.',
  );
});
