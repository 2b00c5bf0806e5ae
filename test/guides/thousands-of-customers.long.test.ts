import { afterAll, beforeAll, expect, it } from "vitest";
import { changeCredentials, contentsOf } from "../support/contents.ts";
import { resourceChanges } from "../support/engineEvents.ts";
import { useGuide } from "../support/guide.ts";
import { GuideReader } from "../support/guideReader.ts";
import { expectShown } from "../support/shownOutput.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const guide = useGuide("docs/guides/thousands-of-customers.md");
let tenant: TestTenant;
let reader: GuideReader;
let accounts: Record<string, { host: string; password: string }>;

beforeAll(async () => {
  tenant = await startTenant({
    holds: {
      customers: ["globex", "initech", "hooli"].map((externalId) => ({ externalId, name: externalId })),
    },
  });
  reader = await GuideReader.start({ answers: { "prismatic:refreshToken": tenant.refreshToken } });
  await reader.project("acme-connections");
  await reader.type(`pulumi stack init us
    pulumi config set prismatic:url ${tenant.url}
    pulumi config set --secret prismatic:refreshToken`);
});
afterAll(async () => {
  await reader?.[Symbol.asyncDispose]();
  await tenant?.dispose();
});

const writeAccounts = () => reader.write("customers.json", JSON.stringify(accounts));
const places = async () => Object.keys((await contentsOf(tenant)).credentials);

it("keeps the customers of a file", async () => {
  accounts = JSON.parse(guide.take("json", "1. Where the credentials come from")) as typeof accounts;
  await writeAccounts();
  await reader.type(guide.take("sh", "1. Where the credentials come from"));
  await reader.write("index.ts", guide.take("ts", "2. The program"));
  const { output } = await reader.type(guide.take("sh", "2. The program"));
  expect(output).not.toContain("made-up");
  expect(await places()).toEqual(["customer-database/globex", "customer-database/initech"]);
  expect((await reader.type("pulumi stack export --show-secrets")).stdout).not.toContain("made-up");
});

it("sends those that came and changed", async () => {
  const heading = "3. Customers come, change and go";
  accounts["hooli"] = { host: "db.hooli.example", password: "made-up-3" };
  accounts["initech"] = { host: "db.initech.example", password: "made-up-4" };
  await writeAccounts();
  const { output } = await reader.type(guide.take("sh", heading));
  expectShown(output, guide.take("text", heading));
  expect(output).toContain("+hooli, ~initech");
  await tenant.clearRequests();
  await reader.type(guide.take("sh", heading));
  expect((await tenant.mutations()).map(({ field }) => field).toSorted()).toEqual([
    "createCustomerConfigVariable",
    "updateCustomerConfigVariable",
  ]);
});

it("names a customer whom the tenant does not have, and skips it where told to", async () => {
  accounts["stranger"] = { host: "db.stranger.example", password: "made-up-5" };
  await writeAccounts();
  const { output } = await reader.type("pulumi preview", { exitCode: 1 });
  expect(output).toContain("stranger");
  const skipped = await reader.type(guide.take("sh", "4. A customer whom a tenant does not have"));
  expect(skipped.output).toMatch(/skipped: stranger/);
});

it("tells whose credentials somebody changed", async () => {
  await changeCredentials(tenant, "customer-database/initech", { host: "elsewhere.example" });
  const { output } = await reader.type(guide.take("sh", "5. What customers, and your own people, changed"));
  expect(output).toContain("~initech");
  await reader.type("pulumi up --refresh");
  await reader.type("pulumi preview --refresh --expect-no-changes");
});

it("takes the place of single resources without touching the tenant", async () => {
  const set = await reader.read("index.ts");
  const single = `import { CustomerCredentials } from "pulumi-prismatic";\n${set
    .replace(/const set = [^]*/, "")
    .replace("CustomerCredentialsSet, ", "")}
for (const [customer, { host, password }] of Object.entries(accounts).filter(([name]) => name !== "stranger"))
  new CustomerCredentials(customer, {
    connection: database,
    customer,
    values: { host, database: customer, username: "integration" },
    secrets: { password: secret(password) },
    redeployInstances: "onChange",
  });`;
  await reader.write("index.ts", single);
  await reader.type("pulumi up --refresh");
  const before = await contentsOf(tenant);
  await reader.write("index.ts", set);
  await tenant.clearRequests();
  const { events } = await reader.type(guide.take("sh", "6. From single resources to a set"));
  expect(resourceChanges(await events())).toMatchObject({ create: 1, delete: 3 });
  const fields = (await tenant.mutations()).map(({ field }) => field);
  expect(fields.filter((field) => /^(create|delete)/.test(field))).toEqual([]);
  expect(await contentsOf(tenant)).toEqual(before);
});
