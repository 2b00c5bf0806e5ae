import { afterAll, beforeAll, expect, it } from "vitest";
import { startProvider, type Provider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

let tenant: TestTenant;
let provider: Provider;

beforeAll(async () => {
  tenant = await startTenant();
  provider = await startProvider(tenant);
});
afterAll(async () => {
  await provider?.[Symbol.asyncDispose]();
  await tenant?.dispose();
});

const imported = {
  connection: { stableKey: "acme" },
  customers: { globex: "0123456789012345678901" },
  change: "#1 +1 ~0 -0",
  valueFacts: { names: ["region"] },
};

it("The inputs of a set that an import brings are taken as they are", async () => {
  const { inputs, failures } = await provider.credentialsSet.check({}, imported);
  expect(failures).toEqual([]);
  expect(inputs).toEqual(imported);
});

it.each<[string, object, RegExp]>([
  ["without a connection", { connection: undefined }, /^connection: is required/],
  ["with a connection that has no stable key", { connection: {} }, /^connection\.stableKey: is required/],
  [
    "with values in place of digests",
    { customers: { globex: { secrets: {} } } },
    /^change: is not an argument/,
  ],
  ["with a number in place of a digest", { customers: { globex: 5 } }, /^customers\.globex: must be a/],
])("Inputs like those of an import %s are refused in words", async (_what, more, expected) => {
  const news = Object.fromEntries(
    Object.entries({ ...imported, ...more }).filter(([, value]) => value !== undefined),
  );
  const { failures } = await provider.credentialsSet.check({}, news);
  expect(failures.map(({ reason }) => reason)).toContainEqual(expect.stringMatching(expected));
  expect(failures.map(({ reason }) => reason).join()).not.toContain("Internal error");
});
