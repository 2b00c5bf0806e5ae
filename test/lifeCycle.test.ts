import { switchChoices, type Switches } from "prismatic-emulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { declare, declaringProgram } from "./support/declaration.ts";
import { resourceChanges } from "./support/engineEvents.ts";
import { fourTypes, handmade, stableKeysOf, valuesOf, type Variation } from "./support/fourTypes.ts";
import { createPulumiProject, type PulumiProject } from "./support/pulumi.ts";
import { namesOf, stepsOf, textOf } from "./support/steps.ts";
import { startTenant, type SentMutation, type TestTenant } from "./support/tenant.ts";

const atFirst: Variation = { title: "one", plain: "p1", secret: "s1", keys: "", otherTypes: false };
const renamed = { ...atFirst, title: "two" };
const changed = { ...renamed, plain: "p2", secret: "s2" };
const moved = { ...changed, keys: "-moved" };
const retyped = { ...moved, otherTypes: true };

const connections = ["customer", "global", "separate", "supplied"];

/** Every unanswered question about Prismatic, answered in the other way; one of the answers has a test of its own. */
const otherAnswers = Object.fromEntries(
  Object.entries(switchChoices)
    .filter(([name]) => name !== "stable-key-reuse")
    .map(([name, { values }]) => [name, values[1]]),
) as Partial<Switches>;

const settings = [
  { title: "that is as Prismatic is assumed to be", switches: {} },
  { title: "that answers every open question in the other way", switches: otherAnswers },
];

describe.each(settings)("All four types, in a tenant $title,", ({ switches }) => {
  let tenant: TestTenant;
  let project: PulumiProject;

  beforeAll(async () => {
    tenant = await startTenant({ holds: { connections: [handmade] }, switches });
    const { config, secrets } = tenant;
    project = await createPulumiProject({ program: declaringProgram, config, secrets });
  });
  afterAll(async () => {
    await project?.dispose();
    await tenant?.dispose();
  });

  async function up(variation: Variation, args: string[] = []) {
    await declare(project, fourTypes(variation));
    await tenant.clearRequests();
    const result = await project.up(["--diff", ...args], { events: true });
    return { ...result, mutations: await tenant.mutations() };
  }

  async function expectTenantToHold(variation: Variation) {
    const expected = [...stableKeysOf(variation), handmade.stableKey].toSorted();
    expect(await tenant.stableKeys()).toEqual(expected);
    for (const [stableKey, values] of Object.entries(valuesOf(variation))) {
      expect(await tenant.values(stableKey), stableKey).toMatchObject(values);
    }
  }

  it("are created", async () => {
    const { events, mutations } = await up(atFirst);
    expect(resourceChanges(events)).toEqual({ create: 7 });
    expect(fieldsOf(mutations).toSorted()).toEqual([...four("create"), updateField, updateField]);
    await expectTenantToHold(atFirst);
    const kinds = {
      customer: ["CUSTOMER", "CUSTOMER"],
      supplied: ["CUSTOMER", "ORG"],
      global: ["ORG", "ORG"],
    };
    for (const [stableKey, kind] of Object.entries(kinds)) {
      const found = await tenant.connection(stableKey);
      expect([found.variableScope, found.managedBy], stableKey).toEqual(kind);
    }
    expect(await tenant.connection("customer")).toMatchObject({
      key: "Customer one",
      description: "Chat",
      connection: { key: "oauth2", component: { key: "slack" } },
    });
  });

  it("are then left alone, without a single request", async () => {
    await tenant.clearRequests();
    // With its preview, as people run it.
    const { events } = await project.run(["up", "--yes", "--expect-no-changes"], { events: true });
    expect(resourceChanges(events)).toEqual({ same: 7 });
    expect(await tenant.requests()).toEqual([]);
  });

  it("show no drift that nobody caused", async () => {
    const { events } = await project.run(["refresh", "--preview-only", "--expect-no-changes"], {
      events: true,
    });
    expect(resourceChanges(events)).toEqual({ same: 7 });
    expect(await tenant.mutations()).toEqual([]);
  });

  it("get a new display name without their inputs being sent", async () => {
    const { events, mutations } = await up(renamed);
    expect(stepsOf(events, "update")).toEqual(connections.map((name) => ({ name, changed: ["name"] })));
    expect(mutations.map(({ input }) => Object.keys(input))).toEqual(Array(4).fill(["id", "key"]));
    expect((await tenant.connection("supplied")).key).toBe("Supplied two");
    await expectTenantToHold(renamed);
  });

  it("get new values; the diff shows the plain ones, and of the secrets which one is new", async () => {
    await declare(project, fourTypes(changed));
    const preview = await project.preview([], { events: true });
    const expected = [
      { name: "customer", changed: ["globalValues.clientId", "secretRevisions.clientSecret"] },
      { name: "global", changed: ["globalValues.accountIdentifier", "secretRevisions.privateKey"] },
      { name: "handmade-values", changed: ["secretRevisions.clientSecret", "values.clientId"] },
      { name: "separate-values", changed: ["secretRevisions.apiSecret", "values.accountSid"] },
      { name: "supplied", changed: ["globalValues.host", "secretRevisions.password"] },
    ];
    expect(stepsOf(preview.events, "update")).toEqual(expected);
    expect(preview.output).toMatch(/~ clientId *: "4711\.p1" => "4711\.p2"/);
    expect(preview.output).toMatch(/~ clientSecret *: 1 => 2/);

    const { mutations, output, events } = await up(changed);
    expect(stepsOf(events, "update")).toEqual(expected);
    expectNoSecret(preview.output + textOf(preview.events) + output + textOf(events));
    expect(fieldsOf(mutations)).toEqual(Array(5).fill(updateField));
    expect(sentValues(mutations)).toEqual(
      expect.arrayContaining(["slack-s2", "signing-stays", "postgres-s2"]),
    );
    await expectTenantToHold(changed);
  });

  it("are found changed by hand, and repaired", async () => {
    await tenant.remove("customer");
    await tenant.change("supplied", { key: "By hand", description: "Not ours", inputs: { host: "by.hand" } });
    await tenant.change("global", { inputs: { privateKey: "key-by-hand" } });
    await tenant.change("separate", { inputs: { accountSid: "AC-by-hand", apiSecret: "twilio-by-hand" } });
    await tenant.change(handmade.stableKey, { inputs: { clientId: "dropbox-by-hand" } });

    const { mutations, output, events } = await up(changed, ["--refresh"]);
    expect(namesOf(events, "create")).toEqual(["customer"]);
    expect(namesOf(events, "update")).toEqual(["global", "handmade-values", "separate-values", "supplied"]);
    expect(output).toMatch(/~ host *: "by\.hand" => "p2\.db\.example"/);
    expect(output).toMatch(/~ privateKey *: 2 => 3/);
    expect(output).not.toContain("Not ours");
    expectNoSecret(output + textOf(events));
    expect(mutations).toHaveLength(5);
    expect(sentValues(mutations)).toEqual(
      expect.arrayContaining(["slack-s2", "postgres-s2", "key-s2", "twilio-s2", "dropbox-s2"]),
    );
    await expectTenantToHold(changed);
    expect(await tenant.connection("supplied")).toMatchObject({
      key: "Supplied two",
      description: "Not ours",
    });
  });

  it("show no drift after the repair", async () => {
    const { events } = await project.up(["--refresh", "--expect-no-changes"], { events: true });
    expect(resourceChanges(events)).toEqual({ same: 7 });
  });

  it("move to other stable keys: the new connections are there before the old ones go", async () => {
    const { events, mutations } = await up(moved);
    expect(namesOf(events, "create-replacement")).toEqual([
      "customer",
      "global",
      "separate",
      "separate-values",
      "supplied",
    ]);
    const fields = fieldsOf(mutations);
    expect(fields.lastIndexOf(createField)).toBeLessThan(fields.indexOf(deleteField));
    expect(fields.filter((field) => field !== updateField).toSorted()).toEqual([
      ...four("create"),
      ...four("delete"),
    ]);
    await expectTenantToHold(moved);
  });

  it("change component or connection type: the old connection goes before the new one takes its key", async () => {
    const { events, mutations } = await up(retyped);
    expect(namesOf(events, "create-replacement")).toEqual(["customer", "global", "supplied"]);
    expect(fieldsOf(mutations).toSorted()).toEqual([
      ...Array<string>(3).fill(createField),
      ...Array<string>(3).fill(deleteField),
    ]);
    await expectTenantToHold(retyped);
    expect((await tenant.connection("supplied-moved")).connection).toEqual({
      key: "basic",
      component: { key: "sftp" },
    });
  });

  it("are destroyed, also where one is gone already, and leave what they did not create", async () => {
    await tenant.remove("supplied-moved");
    const { events } = await project.destroy([], { events: true });
    expect(resourceChanges(events)).toEqual({ delete: 7 });
    expect(await tenant.stableKeys()).toEqual([handmade.stableKey]);
    const values = await tenant.values(handmade.stableKey);
    expect(values).not.toHaveProperty("clientId");
    expect(values).not.toHaveProperty("clientSecret");
  });
});

const createField = "createScopedConfigVariable";
const updateField = "updateScopedConfigVariable";
const deleteField = "deleteScopedConfigVariable";
const four = (verb: "create" | "delete"): string[] =>
  Array<string>(4).fill(verb === "create" ? createField : deleteField);

const fieldsOf = (mutations: SentMutation[]): string[] => mutations.map(({ field }) => field);

function sentValues(mutations: SentMutation[]): string[] {
  return mutations.flatMap(({ input }) =>
    ((input["inputs"] ?? []) as { value: string }[]).map(({ value }) => value),
  );
}

/** The secrets of the program and those that were set by hand; names of inputs and resources are none of them. */
function expectNoSecret(text: string): void {
  const found =
    text.match(/(slack|postgres|key|twilio|dropbox|SK|signing|passphrase)-(s\d|stays|by-hand)/g) ?? [];
  expect(found.filter((value) => value !== "dropbox-by-hand")).toEqual([]);
}
