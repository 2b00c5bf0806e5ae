import { afterAll, beforeAll, expect, it } from "vitest";
import { resourceChanges } from "../support/engineEvents.ts";
import { useGuide } from "../support/guide.ts";
import { GuideReader } from "../support/guideReader.ts";

const guide = useGuide("docs/guides/unit-tests.md");
let reader: GuideReader;

beforeAll(async () => {
  reader = await GuideReader.start({ answers: { databasePassword: "canary-database" } });
  await reader.project("acme-connections", guide.take("ts", "The program"));
});
afterAll(() => reader?.[Symbol.asyncDispose]());

it("passes for the program, and fails for another one", async () => {
  await reader.write("index.test.ts", guide.take("ts", "The test"));
  const run = guide.take("sh", "The test");
  expect((await reader.type(run)).output).toMatch(/pass 3\b/);

  const program = await reader.read("index.ts");
  await reader.write("index.ts", program.replace("stableKey: `database-${region}`", 'stableKey: "database"'));
  expect((await reader.type(run, { exitCode: 1 })).output).toMatch(/fail 1\b/);
  await reader.write("index.ts", program);
});

it("previews the program on the emulator", async () => {
  const { events } = await reader.type(guide.take("sh", "What mocks cannot tell"));
  expect(resourceChanges(await events())).toMatchObject({ create: 2 });
});
