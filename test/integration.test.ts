import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { hooli, slackPoll, type IntegrationWorld, useIntegrationWorld } from "./support/integrationWorld.ts";
import {
  argumentsOf,
  createIntegration,
  definitionFiles,
  definitionText,
  named,
  updateIntegration,
} from "./support/integrations.ts";
import { reasons, type Created } from "./support/provider.ts";

const slack = { stableKey: "slack-oauth" };

let world: IntegrationWorld;
useIntegrationWorld((begun) => (world = begun));

describe("Every real definition", () => {
  const created = new Map<string, Created>();
  const imported = async (file: string) => {
    const known =
      created.get(file) ?? (await createIntegration(world.runs.integrations, definitionText(file)));
    created.set(file, known);
    return known;
  };

  it.each(definitionFiles)("is imported: %s", async (file) => {
    expect((await imported(file)).outputs).toMatchObject({
      name: (parse(definitionText(file)) as { name: string }).name,
      published: false,
    });
    expect(await world.sent()).toEqual(["validateIntegrationSchema", "importIntegration"]);
  });

  describe("in the next run", () => {
    beforeAll(async () => {
      for (const file of definitionFiles) await imported(file);
      await world.runs.next();
    });

    it.each(definitionFiles)("sends nothing and is found as it was: %s", async (file) => {
      const { id, inputs: before, outputs } = await imported(file);
      const { inputs, failures } = await world.runs.integrations.check(
        before,
        argumentsOf(definitionText(file)),
      );
      expect(failures).toEqual([]);
      expect((await world.runs.integrations.diff(id, outputs, inputs)).changes).toBe(false);
      expect(await world.tenant.requests()).toEqual([]);
      const read = await world.runs.integrations.read(id, outputs);
      expect(read.inputs).toEqual(before);
      expect(read.outputs).toEqual(outputs);
    });
  });
});

describe("Rewiring", () => {
  it("points config variables and single steps to the tenant's connections", async () => {
    const flow = (parse(slackPoll) as { flows: { name: string; steps: { name: string }[] }[] }).flows[0];
    const steps = { [flow?.name ?? ""]: { "Open Modal": { stableKey: "slack-alerts" } } };
    const problems = await reasons(
      world.runs.integrations,
      { inputs: {} },
      argumentsOf(slackPoll, { steps }),
    );
    expect(problems).toEqual([expect.stringMatching(/no step "Open Modal".*Its steps with a connection: "/)]);
    const step = /Its steps with a connection: "([^"]+)"/.exec(problems[0] ?? "")?.[1] ?? "";
    const text = named(slackPoll, "Rewired");
    await createIntegration(world.runs.integrations, text, {
      connections: { "Slack Connection": slack },
      steps: { [flow?.name ?? ""]: { [step]: { stableKey: "slack-alerts" } } },
    });
    const { requiredConfigVars } = parse((await world.found("Rewired")).definition) as {
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
    const created = await createIntegration(world.runs.integrations, text);
    const own = {
      integrationSpecific: { component: { key: "acme", public: false }, connectionType: "acmeApiKey" },
    };
    await updateIntegration(
      world.runs,
      created,
      argumentsOf(text, { connections: { "Acme Connection": own } }),
    );
    const { requiredConfigVars } = parse((await world.found("Back")).definition) as {
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
    expect(await reasons(world.runs.integrations, { inputs: {} }, args)).toEqual([]);
  });
});

describe("Secret inputs of a definition", () => {
  it("reach the tenant and show nowhere else", async () => {
    const text = named(definitionText("integration.yml"), "Secretive");
    const created = await createIntegration(world.runs.integrations, text);
    expect((await world.found("Secretive")).definition).toContain("FAKE-dropbox-app-secret");
    const { secretInputs: _inputs, ...inputs } = created.inputs;
    const { secretInputs: _outputs, ...outputs } = created.outputs;
    expect(JSON.stringify([inputs, outputs])).not.toContain("FAKE-dropbox-app-secret");
    expect(inputs.secretRevisions).toEqual({ "Dropbox Connection.clientSecret": 1 });
    const next = argumentsOf(text.replace("FAKE-dropbox-app-secret", "FAKE-another"));
    const { changes, now } = await updateIntegration(world.runs, created, next);
    expect(changes).toBe(true);
    expect(now.outputs.secretRevisions).toEqual({ "Dropbox Connection.clientSecret": 2 });
    expect((await world.found("Secretive")).definition).toContain("FAKE-another");
  });

  it("are refused where a password stands in the text under a name that does not tell", async () => {
    const text = named(slackPoll, "Told").replace(/key: clientSecret/g, "key: clientSecret");
    const args = { definition: text };
    const [first] = await reasons(world.runs.integrations, { inputs: {} }, args);
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
      world.runs.integrations,
      { inputs: {} },
      argumentsOf(text, { connections: shown }),
    );
    expect(refusal).toMatch(/"Acme Connection" has a value for the (password|probable secret) "api_key"/);
    expect(refusal).not.toContain("hush-hush");
    const secretInputs = { "Acme Connection": { api_key: "hush-hush" } };
    await createIntegration(world.runs.integrations, text, { connections, secretInputs });
    expect((await world.found("Owning")).definition).toContain("hush-hush");
  });
});

describe("A plan", () => {
  it("is refused with everything that does not fit the tenant, in one pass", async () => {
    const text = named(slackPoll, "Misfit").replace("key: webhook-triggers", "key: webhook-trigger");
    const found = await reasons(
      world.runs.integrations,
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
    expect(await world.sent()).toEqual([]);
  });

  it("is refused where Prismatic itself refuses the definition, which is asked once", async () => {
    const text = named(hooli, "Invalid").replace("isTrigger: true", "isTrigger: false");
    const expected = [expect.stringMatching(/^definition: Prismatic says: .*isTrigger/)];
    expect(await reasons(world.runs.integrations, { inputs: {} }, argumentsOf(text))).toEqual(expected);
    expect(await reasons(world.runs.integrations, { inputs: {} }, argumentsOf(text))).toEqual(expected);
    expect(await world.sent()).toEqual(["validateIntegrationSchema"]);
  });

  it("names a version of a component that the tenant does not have, which latestComponentVersions passes over", async () => {
    const text = named(hooli, "Newer").replace("version: LATEST", "version: 99");
    expect(await reasons(world.runs.integrations, { inputs: {} }, argumentsOf(text))).toEqual([
      expect.stringMatching(
        /^definition: this tenant has version 1 of "schedule-triggers".*latestComponentVersions: true/,
      ),
    ]);
    const created = await createIntegration(world.runs.integrations, text, { latestComponentVersions: true });
    expect((await world.found("Newer")).definition).not.toContain("99");
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
    const found = await reasons(world.runs.integrations, { inputs: {} }, args);
    expect(found).toContainEqual(expect.stringMatching(message));
    expect(found.join()).not.toContain("hush-hush");
  });
});
