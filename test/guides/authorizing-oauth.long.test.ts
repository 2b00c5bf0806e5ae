import { expect, it } from "vitest";
import { useGuide } from "../support/guide.ts";
import { useGuideWorld, type GuideWorld } from "../support/guideWorld.ts";
import { expectShown } from "../support/shownOutput.ts";

const guide = useGuide("docs/guides/authorizing-oauth.md");
let world: GuideWorld;

useGuideWorld((begun) => (world = begun), {
  program: "",
  config: { filesClientId: "4711" },
  secrets: { filesClientSecret: "canary-files" },
  reader: {
    answers: {
      warehouseClientSecret: "canary-warehouse",
      archiveAccessToken: "canary-access",
      archiveRefreshToken: "canary-refresh",
    },
  },
});

const statusOf = async (stableKey: string) => (await world.tenant.connection(stableKey)).status;

/** Logs in and allows at the page of a link, as a person does. */
async function allow(url: string): Promise<void> {
  const page = await fetch(url);
  expect(await page.text()).toContain("Authorize");
  await fetch(url, { method: "POST", body: new URLSearchParams({ decision: "allow" }), redirect: "manual" });
}

it("has a person authorize by the links, which no other output shows", async () => {
  const { reader } = world;
  const heading = "With a person";
  await reader.write("index.ts", guide.take("ts", heading));
  const first = await reader.type(guide.take("sh", heading));
  expectShown(first.stdout, guide.take("text", heading));
  expect(first.output).not.toContain("/authorize/");
  const links = (await reader.type(guide.take("sh", heading))).stdout.trim().split("\n");
  expect(links).toHaveLength(2);
  for (const link of links) await allow(reader.meant(link));
  const { stdout } = await reader.type(guide.take("sh", heading));
  expectShown(stdout, guide.take("text", heading));
  expect(await statusOf("files")).toBe("ACTIVE");
});

it.each(["Without a person: client credentials", "Without a person: tokens from elsewhere"])(
  "%s end active",
  async (heading) => {
    const { reader } = world;
    await reader.add("index.ts", guide.take("ts", heading));
    await reader.type(guide.take("sh", heading));
    expect(await statusOf(heading.endsWith("credentials") ? "warehouse" : "archive")).toBe("ACTIVE");
  },
);

it("sends tokens again where an authorization was lost", async () => {
  const { reader, tenant } = world;
  await tenant.setStatus((await tenant.connection("archive")).id, "ERROR");
  await reader.type(guide.take("sh", "When an authorization is lost"));
  expect(await statusOf("archive")).toBe("ACTIVE");
});
