import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { root } from "../../tools/setup/paths.mjs";
import {
  argumentsOf,
  connectionsInUse,
  createIntegration,
  definitionFiles,
  definitionText,
  designerPublishes,
  designerWrites,
  integrationsOf,
  named,
  updateIntegration,
  type FoundIntegration,
} from "../support/integrations.ts";
import { reasons, type Created } from "../support/provider.ts";
import { startRuns, type ProviderRuns } from "../support/providerRuns.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const hooli = definitionText("hooli.yml");
const slackPoll = definitionText("slack-interactive-poll.yaml");
const running = hooli.replace("name: Hooli", "name: Running");
const slack = { stableKey: "slack-oauth" };
const drafts = join(root, "replaced-drafts");

let runs: ProviderRuns;
let tenant: TestTenant;

beforeAll(async () => {
  tenant = await startTenant({
    holds: {
      customers: ["globex", "initech"].map((externalId) => ({ externalId, name: externalId })),
      connections: connectionsInUse,
      integrations: [{ definition: running, versions: 1 }],
      instances: ["globex", "initech"].map((customer) => ({
        name: `Of ${customer}`,
        customer,
        integration: "Running",
      })),
    },
  });
  runs = await startRuns(tenant);
});
beforeEach(() => tenant.clearRequests());
afterEach(() => rm(drafts, { recursive: true, force: true }));
afterAll(async () => {
  await runs?.[Symbol.asyncDispose]();
  await tenant?.dispose();
});

async function found(name: string): Promise<FoundIntegration> {
  const all = (await integrationsOf(tenant)).filter((integration) => integration.name === name);
  if (all.length !== 1 || all[0] === undefined) throw new Error(`${all.length} integrations "${name}"`);
  return all[0];
}

async function sent(): Promise<string[]> {
  return (await tenant.mutations()).map(({ field }) => field);
}

describe("Every real definition", () => {
  const created = new Map<string, Created>();
  const imported = async (file: string) => {
    const known = created.get(file) ?? (await createIntegration(runs.integrations, definitionText(file)));
    created.set(file, known);
    return known;
  };

  it.each(definitionFiles)("is imported: %s", async (file) => {
    expect((await imported(file)).outputs).toMatchObject({
      name: (parse(definitionText(file)) as { name: string }).name,
      published: false,
    });
    expect(await sent()).toEqual(["validateIntegrationSchema", "importIntegration"]);
  });

  describe("in the next run", () => {
    beforeAll(async () => {
      for (const file of definitionFiles) await imported(file);
      await runs.next();
    });

    it.each(definitionFiles)("sends nothing and is found as it was: %s", async (file) => {
      const { id, inputs: before, outputs } = await imported(file);
      const { inputs, failures } = await runs.integrations.check(before, argumentsOf(definitionText(file)));
      expect(failures).toEqual([]);
      expect((await runs.integrations.diff(id, outputs, inputs)).changes).toBe(false);
      expect(await tenant.requests()).toEqual([]);
      const read = await runs.integrations.read(id, outputs);
      expect(read.inputs).toEqual(before);
      expect(read.outputs).toEqual(outputs);
    });
  });
});

describe("Rewiring", () => {
  it("points config variables and single steps to the tenant's connections", async () => {
    const flow = (parse(slackPoll) as { flows: { name: string; steps: { name: string }[] }[] }).flows[0];
    const steps = { [flow?.name ?? ""]: { "Open Modal": { stableKey: "slack-alerts" } } };
    const problems = await reasons(runs.integrations, { inputs: {} }, argumentsOf(slackPoll, { steps }));
    expect(problems).toEqual([expect.stringMatching(/no step "Open Modal".*Its steps with a connection: "/)]);
    const step = /Its steps with a connection: "([^"]+)"/.exec(problems[0] ?? "")?.[1] ?? "";
    const text = named(slackPoll, "Rewired");
    await createIntegration(runs.integrations, text, {
      connections: { "Slack Connection": slack },
      steps: { [flow?.name ?? ""]: { [step]: { stableKey: "slack-alerts" } } },
    });
    const { requiredConfigVars } = parse((await found("Rewired")).definition) as {
      requiredConfigVars: { key: string; useScopedConfigVar?: string; connection?: unknown }[];
    };
    expect(requiredConfigVars.filter(({ useScopedConfigVar }) => useScopedConfigVar)).toEqual([
      expect.objectContaining({ key: "Slack Connection", useScopedConfigVar: "slack-oauth" }),
      expect.objectContaining({ key: "Slack Connection (slack-alerts)", useScopedConfigVar: "slack-alerts" }),
    ]);
    expect(requiredConfigVars.some(({ connection }) => connection !== undefined)).toBe(false);
  });

  it("changes back to a connection of the integration's own", async () => {
    const text = named(hooli, "Back");
    const created = await createIntegration(runs.integrations, text);
    const own = {
      integrationSpecific: { component: { key: "acme", public: false }, connectionType: "acmeApiKey" },
    };
    await updateIntegration(
      runs.integrations,
      created,
      argumentsOf(text, { connections: { "Acme Connection": own } }),
    );
    const { requiredConfigVars } = parse((await found("Back")).definition) as {
      requiredConfigVars: object[];
    };
    expect(requiredConfigVars).toContainEqual(
      expect.objectContaining({
        key: "Acme Connection",
        connection: expect.objectContaining({ key: "acmeApiKey" }) as object,
      }),
    );
  });

  it("takes a connection that this program is about to create", async () => {
    const declared = {
      stableKey: "acme-new",
      component: { key: "acme", public: false },
      connectionType: "acmeApiKey",
      variableScope: "customer",
      managedBy: "customer",
    };
    const args = argumentsOf(named(hooli, "New"), { connections: { "Acme Connection": declared } });
    expect(await reasons(runs.integrations, { inputs: {} }, args)).toEqual([]);
  });
});

describe("Secret inputs of a definition", () => {
  it("reach the tenant and show nowhere else", async () => {
    const text = named(definitionText("integration.yml"), "Secretive");
    const created = await createIntegration(runs.integrations, text);
    expect((await found("Secretive")).definition).toContain("FAKE-dropbox-app-secret");
    const { secretInputs: _inputs, ...inputs } = created.inputs;
    const { secretInputs: _outputs, ...outputs } = created.outputs;
    expect(JSON.stringify([inputs, outputs])).not.toContain("FAKE-dropbox-app-secret");
    expect(inputs.secretRevisions).toEqual({ "Dropbox Connection.clientSecret": 1 });
    const next = argumentsOf(text.replace("FAKE-dropbox-app-secret", "FAKE-another"));
    const { changes, now } = await updateIntegration(runs.integrations, created, next);
    expect(changes).toBe(true);
    expect(now.outputs.secretRevisions).toEqual({ "Dropbox Connection.clientSecret": 2 });
    expect((await found("Secretive")).definition).toContain("FAKE-another");
  });

  it("are refused where a password stands in the text under a name that does not tell", async () => {
    const text = named(slackPoll, "Told").replace(/key: clientSecret/g, "key: clientSecret");
    const args = { definition: text };
    const [first] = await reasons(runs.integrations, { inputs: {} }, args);
    expect(first).toMatch(
      /^definition: the config variable "Slack Connection" has a value for the password "clientSecret"/,
    );
    expect(first).toContain("secretInputs:");
    expect(first).not.toContain("Add your clientSecret here");
  });
});

describe("A connection of the integration's own", () => {
  it("takes its secrets from secretInputs, and shows none among its values", async () => {
    const text = named(hooli, "Owning");
    const own = { component: { key: "acme", public: false }, connectionType: "acmeApiKey" };
    const connections = { "Acme Connection": { integrationSpecific: own } };
    const shown = {
      "Acme Connection": { integrationSpecific: { ...own, values: { api_key: "hush-hush" } } },
    };
    const [refusal] = await reasons(
      runs.integrations,
      { inputs: {} },
      argumentsOf(text, { connections: shown }),
    );
    expect(refusal).toMatch(/"Acme Connection" has a value for the (password|probable secret) "api_key"/);
    expect(refusal).not.toContain("hush-hush");
    const secretInputs = { "Acme Connection": { api_key: "hush-hush" } };
    await createIntegration(runs.integrations, text, { connections, secretInputs });
    expect((await found("Owning")).definition).toContain("hush-hush");
  });
});

describe("A draft that a designer changed", () => {
  const text = named(hooli, "Designed");
  let created: Created;
  const changed = (definition: string) => definition.replace("How often do you want", "How often shall we");

  beforeAll(async () => {
    created = await createIntegration(runs.integrations, text);
    await designerWrites(tenant, created.id, changed(text));
    await runs.next();
  });

  const next = () => argumentsOf(text.replace("5 */1 * * *", "7 */1 * * *"));

  it("is not overwritten: the preview refuses and shows what was changed", async () => {
    const { inputs, failures } = await runs.integrations.check(created.inputs, next());
    expect(failures).toEqual([]);
    const refusal = await runs.integrations
      .diff(created.id, created.outputs, inputs)
      .catch((error: Error) => error.message);
    expect(refusal).toContain('the draft of integration "Designed"');
    expect(refusal).toContain('~ config variable "Sync Schedule", description: "How often do you want');
    expect(refusal).toContain("overwriteDraft: true");
    expect(await sent()).toEqual(["validateIntegrationSchema"]);
  });

  it("is found by a refresh, which refuses nothing, and refused by the next update", async () => {
    // The preview before has judged this integration, and a refresh judges nothing.
    await runs.next();
    const read = await runs.integrations.read(created.id, created.outputs);
    expect(read.inputs.draftChanges).toEqual([
      expect.stringMatching(
        /^~ config variable "Sync Schedule", description: "How often do you want.* => "How often shall we/,
      ),
    ]);
    expect((await runs.integrations.diff(created.id, read.outputs, created.inputs)).changes).toBe(true);
    expect(await reasons(runs.integrations, read, argumentsOf(text))).toEqual([
      expect.stringContaining('the draft of integration "Designed"'),
    ]);
    expect(await sent()).toEqual([]);
  });

  it("may be brought into the file, and then nothing stands in the way", async () => {
    const read = await runs.integrations.read(created.id, created.outputs);
    expect(await reasons(runs.integrations, read, argumentsOf(changed(text)))).toEqual([]);
    const { inputs } = await runs.integrations.check(created.inputs, argumentsOf(changed(text)));
    expect((await runs.integrations.diff(created.id, created.outputs, inputs)).changes).toBe(true);
  });

  it("is replaced where that is asked for, and saved to a file first", async () => {
    const { now } = await updateIntegration(runs.integrations, created, { ...next(), overwriteDraft: true });
    expect((await found("Designed")).definition).toContain("7 */1 * * *");
    const [file = "", ...others] = await readdir(drafts);
    expect(others).toEqual([]);
    expect(await readFile(join(drafts, file), "utf8")).toContain("How often shall we");
    expect((await stat(join(drafts, file))).mode & 0o777).toBe(0o600);
    const read = await runs.integrations.read(created.id, now.outputs);
    expect(read.inputs.draftChanges).toBeUndefined();
  });
});

describe("Publishing", () => {
  it("makes a version with its comment and attributes where the draft changed, and none where not", async () => {
    const text = named(hooli, "Published");
    const publish = { comment: "From Git", attributes: { commitHash: "abc" } };
    const created = await createIntegration(runs.integrations, text, { publish });
    expect(created.outputs).toMatchObject({ versionNumber: 1, published: true });
    const other = argumentsOf(text, { publish: { comment: "Another", attributes: { commitHash: "def" } } });
    expect((await updateIntegration(runs.integrations, created, other)).changes).toBe(false);
    const { now } = await updateIntegration(
      runs.integrations,
      created,
      argumentsOf(text.replace("5 */1", "6 */1"), { publish }),
    );
    expect(now.outputs).toMatchObject({ versionNumber: 2, published: true });
    expect((await found("Published")).versionSequence.nodes).toContainEqual(
      expect.objectContaining({
        versionNumber: 1,
        versionComment: "From Git",
        versionAttributes: '{"commitHash":"abc"}',
      }),
    );
  });

  it("that failed is completed by the next run", async () => {
    const text = named(hooli, "Half");
    await tenant.injectFault(
      { rootField: "publishIntegration" },
      { type: "payloadError", field: "__all__", messages: ["Not today."] },
    );
    const { inputs } = await runs.integrations.check({}, argumentsOf(text, { publish: true }));
    const failure = (await runs.integrations.create(inputs).catch((error: unknown) => error)) as Error;
    expect(failure.message).toContain('Integration "Half" was not published');
    const { id } = await found("Half");
    await runs.next();
    const outputs = (await runs.integrations.read(id, { ...inputs, draft: hooli, name: "Half" })).outputs;
    expect(outputs.published).toBe(false);
    delete outputs.draftChanges;
    const again = await runs.integrations.update(id, outputs, inputs);
    expect(again).toMatchObject({ published: true, versionNumber: 1 });
  });

  it("is asked for again where a refresh finds that the draft is not what was published", async () => {
    const text = named(hooli, "Asked");
    const created = await createIntegration(runs.integrations, text);
    const { changes, now } = await updateIntegration(
      runs.integrations,
      created,
      argumentsOf(text, { publish: true }),
    );
    expect(changes).toBe(true);
    await designerPublishes(tenant, created.id);
    await runs.next();
    const read = await runs.integrations.read(created.id, now.outputs);
    expect(read.outputs).toMatchObject({ versionNumber: 2, published: true, upgradePending: true });
  });

  it("after a lost answer does not make a second version", async () => {
    const text = named(hooli, "Lost");
    await tenant.injectFault({ rootField: "publishIntegration" }, { type: "dropAfter" });
    const created = await createIntegration(runs.integrations, text, { publish: true });
    expect(created.outputs).toMatchObject({ versionNumber: 1, published: true });
    expect((await found("Lost")).versionSequence.nodes).toHaveLength(1);
  });
});

describe("Creating an integration", () => {
  it("after a lost answer finds what was made", async () => {
    const text = named(hooli, "Found again");
    await tenant.injectFault({ rootField: "importIntegration" }, { type: "dropAfter" });
    await createIntegration(runs.integrations, text);
    expect((await found("Found again")).name).toBe("Found again");
  });

  it("takes over one that means the same, and refuses another one of the name", async () => {
    const text = named(hooli, "Taken");
    const { id } = await createIntegration(runs.integrations, text);
    await runs.next();
    expect((await createIntegration(runs.integrations, text)).id).toBe(id);
    expect(await sent()).toEqual(["validateIntegrationSchema"]);
    const [refusal] = await reasons(
      runs.integrations,
      { inputs: {} },
      argumentsOf(text.replace("5 */1", "6 */1")),
    );
    expect(refusal).toMatch(/has an integration "Taken" already that differs.*defaultValue: "6 .*" => "5 /s);
    expect(refusal).toContain('import-file "Integration/Taken"');
  });
});

describe("Running instances", () => {
  const next = running.replace("5 */1", "6 */1");
  let created: Created;

  beforeAll(async () => {
    created = await createIntegration(runs.integrations, running);
  });

  it("make the decision necessary, with their number and what vanishes", async () => {
    const without = next.replace(
      /requiredConfigVars:\n {2}- dataType: schedule[\s\S]*?(?= {2}- dataType: connection)/,
      "requiredConfigVars:\n",
    );
    const unscheduled = without
      .replace(/ {6}- type: configVar\n {8}value: Sync Schedule\n/, "      []\n")
      .replace(
        / {10}type: configVar\n {10}value: Sync Schedule/,
        "          type: value\n          value: 5 * * * *",
      );
    const [refusal] = await reasons(runs.integrations, created, argumentsOf(unscheduled, { publish: true }));
    expect(refusal).toMatch(
      /^instances: 2 instances of "Running" run version 1 and keep it.*Decide: "upgrade"/,
    );
    expect(runs.integrations.stdout).toContain('no longer has the config variables "Sync Schedule"');
    expect(await reasons(runs.integrations, created, argumentsOf(next, { instances: "upgrade" }))).toEqual([
      expect.stringMatching(/^instances: is "upgrade", but instances run published versions only/),
    ]);
  });

  it("are left, and upgraded later, with a line for each", async () => {
    // The refusals before have had this definition validated, which is asked once in a run.
    await runs.next();
    const left = await updateIntegration(
      runs.integrations,
      created,
      argumentsOf(next, { publish: true, instances: "leave" }),
    );
    expect(left.now.outputs).toMatchObject({ versionNumber: 2, upgradePending: true });
    expect(await sent()).toEqual(["validateIntegrationSchema", "importIntegration", "publishIntegration"]);
    await tenant.injectFault({}, { type: "deploymentFails", messages: ["No space left."] });
    const upgrade = argumentsOf(next, { publish: true, instances: "upgrade" });
    const failed = await updateIntegration(runs.integrations, left.now, upgrade).catch(
      (error: Error) => error.message,
    );
    expect(failed).toMatch(
      /1 instance of "Running" runs version 2 now, 1 could not be upgraded: "Of (globex|initech)"/,
    );
    await tenant.clearRequests();
    const { now } = await updateIntegration(runs.integrations, left.now, upgrade);
    expect(await sent()).toEqual(["bulkUpdateInstancesToLatestIntegrationVersion"]);
    expect(runs.integrations.stdout).toMatch(
      /2 instances of "Running" run version 2 now: "Of globex" of globex \(globex\): version/,
    );
    expect(now.outputs).toMatchObject({ upgradePending: false });
    created = now;
  });

  it("keep the integration from being deleted, and without deleteOnDestroy it stays anyway", async () => {
    // A run deletes nothing that it has kept before.
    await runs.next();
    const refusal = await runs.integrations
      .delete(created.id, { ...created.outputs, deleteOnDestroy: true })
      .catch((error: Error) => error.message);
    expect(refusal).toContain('Integration "Running" was not deleted: in Tenant');
    expect(refusal).toContain("2 instances would lose it");
    await runs.integrations.delete(created.id, created.outputs);
    expect(await sent()).toEqual([]);
  });
});

describe("An integration that is there", () => {
  it("is renamed in place", async () => {
    const created = await createIntegration(runs.integrations, named(hooli, "Old name"));
    await tenant.clearRequests();
    const renamed = argumentsOf(named(hooli, "New name"));
    const { now } = await updateIntegration(runs.integrations, created, renamed);
    expect(now.outputs).toMatchObject({ name: "New name" });
    expect((await found("New name")).id).toBe(created.id);
    await expect(found("Old name")).rejects.toThrow("0 integrations");
    expect(await sent()).toEqual(["validateIntegrationSchema", "importIntegration"]);
  });

  it("and differs is overwritten where the configuration says to adopt what exists", async () => {
    const text = named(hooli, "Adopted");
    const { id } = await createIntegration(runs.integrations, text);
    await runs.next({ "prismatic:adoptExisting": "true" });
    const adopted = await createIntegration(runs.integrations, text.replace("5 */1", "6 */1"));
    expect(adopted.id).toBe(id);
    expect((await found("Adopted")).definition).toContain("6 */1");
    await runs.next();
  });

  it("belongs to a customer where one is named, and is found as it was by the next run", async () => {
    const text = named(hooli, "Owned");
    const { id, inputs, outputs } = await createIntegration(runs.integrations, text, { customer: "globex" });
    const { integration } = await tenant.query<{ integration: { customer: { externalId: string } | null } }>(
      "query ($id: ID!) { integration(id: $id) { customer { externalId } } }",
      { id },
    );
    expect(integration.customer).toEqual({ externalId: "globex" });
    await runs.next();
    const read = await runs.integrations.read(id, outputs);
    expect([read.inputs, read.outputs]).toEqual([inputs, outputs]);
  });

  it("uses a build-only connection where that is allowed", async () => {
    const { outputs } = await createIntegration(runs.integrations, named(hooli, "Built"), {
      connections: { "Acme Connection": { stableKey: "built" } },
      allowBuildOnly: true,
    });
    expect(outputs).toMatchObject({ name: "Built" });
    expect((await found("Built")).definition).toMatch(/useScopedConfigVar"?: "?built/);
  });
});

describe("Destroying an integration", () => {
  it("deletes it where that was asked for, and again without a failure", async () => {
    const created = await createIntegration(runs.integrations, named(hooli, "Gone"), {
      deleteOnDestroy: true,
    });
    await runs.next();
    await runs.integrations.delete(created.id, created.outputs);
    await runs.integrations.delete(created.id, created.outputs);
    await expect(found("Gone")).rejects.toThrow("0 integrations");
    expect((await runs.integrations.read(created.id, created.outputs)).id).toBe("");
  });

  it.each(["dropAfter", "dropBefore"] as const)(
    "after a lost answer (%s) looks whether it is there before it deletes again",
    async (type) => {
      const created = await createIntegration(runs.integrations, named(hooli, type), {
        deleteOnDestroy: true,
      });
      await runs.next();
      await tenant.clearRequests();
      await tenant.injectFault({ rootField: "deleteIntegration" }, { type });
      await runs.integrations.delete(created.id, created.outputs);
      await expect(found(type)).rejects.toThrow("0 integrations");
      const times = type === "dropAfter" ? 1 : 2;
      expect(await sent()).toEqual(Array.from({ length: times }, () => "deleteIntegration"));
    },
  );
});

describe("A plan", () => {
  it("is refused with everything that does not fit the tenant, in one pass", async () => {
    const text = named(slackPoll, "Misfit").replace("key: webhook-triggers", "key: webhook-trigger");
    const found = await reasons(
      runs.integrations,
      { inputs: {} },
      argumentsOf(text, {
        connections: { "Slack Conection": slack, "Slack Connection": { stableKey: "acme-api-key" } },
        steps: {
          "Send Message": { "Post Block Message": { stableKey: "slack-alrets" } },
          Nowhere: { Any: slack },
        },
        instances: "upgrade",
      }),
    );
    expect(found).toEqual([
      expect.stringMatching(/^connections\.Slack Conection: .*Did you mean "Slack Connection"\?/),
      expect.stringMatching(/^steps\.Nowhere\.Any: the definition has no flow "Nowhere"/),
      expect.stringMatching(/^instances: is "upgrade", but instances run published versions only/),
      expect.stringMatching(
        /^connections\.Slack Connection: "acme-api-key" is a connection of the component "acme", and these use "slack"/,
      ),
      expect.stringMatching(
        /^steps\.Send Message\.Post Block Message: .*no connection "slack-alrets".*Did you mean "slack-alerts"\?/,
      ),
      expect.stringMatching(
        /^definition: this tenant has no component "webhook-trigger".*Did you mean "webhook-triggers"\?/,
      ),
    ]);
    expect(await sent()).toEqual([]);
  });

  it("is refused where Prismatic itself refuses the definition, which is asked once", async () => {
    const text = named(hooli, "Invalid").replace("isTrigger: true", "isTrigger: false");
    const expected = [expect.stringMatching(/^definition: Prismatic says: .*isTrigger/)];
    expect(await reasons(runs.integrations, { inputs: {} }, argumentsOf(text))).toEqual(expected);
    expect(await reasons(runs.integrations, { inputs: {} }, argumentsOf(text))).toEqual(expected);
    expect(await sent()).toEqual(["validateIntegrationSchema"]);
  });

  it("names a version of a component that the tenant does not have, which latestComponentVersions passes over", async () => {
    const text = named(hooli, "Newer").replace("version: LATEST", "version: 99");
    expect(await reasons(runs.integrations, { inputs: {} }, argumentsOf(text))).toEqual([
      expect.stringMatching(
        /^definition: this tenant has version 1 of "schedule-triggers".*latestComponentVersions: true/,
      ),
    ]);
    const created = await createIntegration(runs.integrations, text, { latestComponentVersions: true });
    expect((await found("Newer")).definition).not.toContain("99");
    expect(created.inputs.definition).toBe(text);
  });

  it.each([
    [
      "an old definition",
      { definition: "name: Old\nsteps: []\n" },
      /^definition: is of a form that Prismatic no longer writes/,
    ],
    ["a definition of another shape", { definition: "a: [\n" }, /^definition: is not YAML/],
    [
      "an unknown argument",
      { definition: hooli, conections: {} },
      /^conections: is not an argument.*"connections"/,
    ],
    [
      "a decision that is none",
      { definition: hooli, instances: "some" },
      /^instances: must be "leave" or "upgrade"/,
    ],
    [
      "a build-only connection",
      { definition: hooli, connections: { "Acme Connection": { stableKey: "built" } } },
      /build-only.*allowBuildOnly/,
    ],
    [
      "a customer that is not there",
      { definition: named(hooli, "Owned"), customer: "nobody" },
      /^customer: /,
    ],
    [
      "a secret input that is not there",
      { definition: named(hooli, "S"), secretInputs: { Acme: { a: "hush-hush" } } },
      /^secretInputs\.Acme: no config variable/,
    ],
  ])("is refused for %s", async (_, args, message) => {
    const found = await reasons(runs.integrations, { inputs: {} }, args);
    expect(found).toContainEqual(expect.stringMatching(message));
    expect(found.join()).not.toContain("hush-hush");
  });
});
