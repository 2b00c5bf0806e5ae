import { expect, it } from "vitest";
import { useGuide } from "../support/guide.ts";
import { runningAlerts, useGuideWorld, type GuideWorld } from "../support/guideWorld.ts";
import { deployments } from "../support/inUse.ts";
import { expectShown } from "../support/shownOutput.ts";

const guide = useGuide("docs/guides/rotating-a-secret.md");
let world: GuideWorld;

useGuideWorld((begun) => (world = begun), {
  holds: runningAlerts,
  program: "",
  config: { slackClientId: "4711" },
  secrets: { slackClientSecret: "canary-first" },
});

/** Times at which the customers' instances were deployed. */
async function lastDeployed(): Promise<string[]> {
  const all = await deployments(world.tenant);
  return ["globex", "initech"].map((name) => all[name]?.lastDeployedAt ?? "none");
}

it("writes the new secret, which a reviewer sees as a revision with the instances that it reaches", async () => {
  const { reader } = world;
  await reader.write("index.ts", guide.take("ts", "Rotating a client secret without downtime"));
  await reader.type("npm install prismatic-rollout && pulumi up");
  await reader.answer({ slackClientSecret: "canary-second" });
  const { output } = await reader.type(guide.take("sh", "2. Write it, and look"));
  expectShown(output, guide.take("text", "2. Write it, and look"));
  expect(output).toContain("2 instances");
  expect(output).not.toContain("canary");
});

it("deploys the instances again in waves, and finds nothing left to do", async () => {
  const { reader, tenant } = world;
  const before = await lastDeployed();
  await tenant.advanceClock(60);
  await reader.write("rollout.yaml", guide.take("yaml", "3. Deploy again, in waves"));
  await reader.type(guide.take("sh", "3. Deploy again, in waves"));
  expect(await tenant.values("slack-oauth")).toMatchObject({ clientSecret: "canary-second" });
  expect((await lastDeployed()).filter((time) => before.includes(time))).toEqual([]);
  const { output } = await reader.type(guide.take("sh", "4. Check"));
  expectShown(output, guide.take("text", "4. Check"));
});

it("goes back the same way", async () => {
  const { reader, tenant } = world;
  await reader.answer({ slackClientSecret: "canary-first" });
  await reader.type(guide.take("sh", "Going back"));
  expect(await tenant.values("slack-oauth")).toMatchObject({ clientSecret: "canary-first" });
});
