import { afterAll, beforeAll, expect, it } from "vitest";
import { freePorts } from "../../tools/demo/ports.mjs";
import { resourceChanges } from "../support/engineEvents.ts";
import { useGuide } from "../support/guide.ts";
import { GuideReader } from "../support/guideReader.ts";

const guide = useGuide("docs/guides/unit-tests.md");
let reader: GuideReader;

beforeAll(async () => {
  reader = await GuideReader.start({
    // Two stacks, us and eu, have this port and the next one.
    stands: { "4010": String(await freePorts(4010, 2)) },
    answers: { databasePassword: "canary-database" },
  });
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

it("names what the mocks and the configuration do not answer", async () => {
  const test = await reader.read("index.test.ts");
  await reader.write("index.test.ts", test.replace(/return \{ id: "1".*/, 'throw new Error("none");'));
  expect((await reader.type("node --test", { exitCode: 1 })).output).toContain(
    "The mocks of this test have no answer to prismatic:index:getCustomer",
  );
  await reader.write("index.test.ts", test.replace('"project:pilot": "globex", ', ""));
  expect((await reader.type("node --test", { exitCode: 1 })).output).toContain("pilot");
  await reader.write("index.test.ts", test);
});

it("previews the program on the emulator", async () => {
  const { events } = await reader.type(guide.take("sh", "What mocks cannot tell"));
  expect(resourceChanges(await events())).toMatchObject({ create: 2 });
});
