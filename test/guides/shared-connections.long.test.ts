import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "../../tools/setup/paths.mjs";
import { useGuide } from "../support/guide.ts";
import { useGuideWorld, type GuideWorld } from "../support/guideWorld.ts";
import { integrationsOf } from "../support/integrations.ts";
import { versionsOfInstances } from "../support/runningInstances.ts";

const guide = useGuide("docs/guides/shared-connections.md");
let world: GuideWorld;

useGuideWorld((begun) => (world = begun), {
  holds: {
    customers: [
      { externalId: "globex", name: "Globex" },
      { externalId: "initech", name: "Initech" },
    ],
    integrations: [
      {
        definition: readFileSync(join(root, "examples/promotion/integrations/order-alerts.yml"), "utf8"),
        versions: 1,
      },
    ],
    instances: ["globex", "initech"].map((customer) => ({
      ...{ name: `Alerts of ${customer}`, customer, integration: "Order alerts" },
    })),
  },
  program: "",
  reader: { answers: { slackClientSecret: "canary-slack", slackSigningSecret: "canary-signing" } },
});

/** Exchanges the integration in the program for the one of a block. */
async function withIntegration(block: string): Promise<void> {
  const program = await world.reader.read("index.ts");
  await world.reader.write("index.ts", program.slice(0, program.indexOf("new Integration")) + block);
}

it("takes the integration over, and gives it the shared connection without a change to instances", async () => {
  const { reader, tenant } = world;
  await reader.type(guide.take("sh", "1. Take the integration over"));
  expect(await reader.read("order-alerts.ts")).toContain("integrations/order-alerts.yml");
  const heading = "2. Declare the connection, and point the integration to it";
  await reader.write("index.ts", guide.take("ts", heading));
  const { output } = await reader.type(guide.take("sh", heading));
  expect(output).toContain(guide.take("text", heading).trim());
  const [integration] = await integrationsOf(tenant);
  expect(integration?.definition).toMatch(/useScopedConfigVar"?: "?slack-oauth/);
  expect(await versionsOfInstances(tenant)).toEqual({ "set 1, runs 1": 2 });
});

it("upgrades what can be, and names the rest", async () => {
  const { reader, tenant } = world;
  await reader.type("npm install prismatic-rollout");
  await reader.type(guide.take("sh", "3. Let the customers come along, one by one"));
  await withIntegration(guide.take("ts", "4. Upgrade the rest"));
  const { output } = await reader.type(guide.take("sh", "4. Upgrade the rest"));
  expect(output).toContain(guide.take("text", "4. Upgrade the rest").trim());
  expect(await versionsOfInstances(tenant)).toEqual({ "set 2, runs 2": 2 });
});

it("goes back to a connection of the integration's own", async () => {
  const { reader, tenant } = world;
  await withIntegration(guide.take("ts", "Going back"));
  await reader.type(guide.take("sh", "Going back"));
  const [integration] = await integrationsOf(tenant);
  expect(integration?.definition).not.toContain("useScopedConfigVar");
});
