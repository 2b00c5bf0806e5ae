import { expect, it } from "vitest";
import { useGuide } from "../support/guide.ts";
import { useGuideWorld, type GuideWorld } from "../support/guideWorld.ts";
import { expectShown } from "../support/shownOutput.ts";

const guide = useGuide("docs/guides/one-connection.md");
let world: GuideWorld;

useGuideWorld((begun) => (world = begun), {
  holds: { customers: [{ externalId: "globex", name: "Globex" }] },
  program: "",
  reader: {
    answers: Object.fromEntries(
      [
        "slackClientSecret",
        "slackSigningSecret",
        "salesforceClientSecret",
        "globexPassword",
        "openaiApiKey",
        "openaiTestApiKey",
      ].map((key) => [key, `canary-${key}`]),
    ),
  },
});

it("says what each customer is asked for, and which connection type was meant", async () => {
  const { reader } = world;
  const heading = "Each customer's credentials, which the customer supplies";
  const program = guide.take("ts", heading);
  await reader.write("index.ts", program);
  const { output } = await reader.type(guide.take("sh", heading));
  expect(output).toContain(guide.take("text", heading).trim());
  await reader.write("index.ts", program.replace('"oauth2"', '"oauth"'));
  const refused = await reader.type("pulumi preview", { exitCode: 1 });
  const reason = refused.output.replace(/^ *error: .* has a problem: /gm, "").replace("? It", "?\nIt");
  expectShown(reason, guide.take("text", heading));
  await reader.write("index.ts", program);
});

it("makes a connection of each class with the answers as arguments", async () => {
  const { reader, tenant } = world;
  for (const heading of [
    "Each customer's credentials, which we supply",
    "Our credentials, for all customers",
    "Each user's credentials",
  ])
    await reader.add("index.ts", guide.take("ts", heading));
  const { output } = await reader.type(guide.take("sh", "All together"));
  expect(output).not.toContain("canary");
  const made = (await tenant.connections()).map(({ stableKey, variableScope, managedBy }) => [
    ...[stableKey, variableScope, managedBy],
  ]);
  expect(made).toEqual([
    ["openai", "ORG", "ORG"],
    ["salesforce-user", "USER", "ORG"],
    ["slack-oauth", "CUSTOMER", "CUSTOMER"],
    ["warehouse", "CUSTOMER", "ORG"],
  ]);
});
