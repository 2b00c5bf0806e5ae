import { expect, it } from "vitest";
import { useGuide } from "../support/guide.ts";
import { runningAlerts, useGuideWorld, type GuideWorld } from "../support/guideWorld.ts";
import { expectShown } from "../support/shownOutput.ts";

const guide = useGuide("docs/guides/reviewing-a-diff.md");
let world: GuideWorld;

useGuideWorld((begun) => (world = begun), {
  holds: runningAlerts,
  program: "",
  config: { slackClientId: "4711.0815" },
  secrets: { slackClientSecret: "canary-1", hubspotClientSecret: "canary-2", openaiApiKey: "canary-3" },
});

it("shows each kind of change as the guide explains it", async () => {
  const { reader } = world;
  const heading = "A change to read";
  await reader.write("index.ts", guide.take("ts", heading));
  await reader.type("npm install prismatic-rollout && pulumi up");
  await reader.write("index.ts", guide.take("ts", heading));
  await reader.answer({ slackClientSecret: "canary-4" });
  const { output } = await reader.type(guide.take("sh", heading));
  expect(output).not.toContain("canary");
  const told = ["A value, and a secret", "A replacement"];
  // Pulumi prints what the provider tells above or below the change.
  for (const each of [heading, ...told, ...told, "A deletion"]) expectShown(output, guide.take("text", each));
});

it("has the same in the report of all tenants, with what it reaches", async () => {
  const { reader } = world;
  const heading = "All tenants at once";
  const { stdout } = await reader.type(guide.take("sh", heading), { exitCode: 2 });
  expectShown(stdout, guide.take("text", heading));
  expect(await reader.read("comment.md")).toContain("slack-oauth");
});
