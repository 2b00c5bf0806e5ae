import { describe, expect, it } from "vitest";
import { definitionText, read } from "../../../testing/definitions.ts";
import { editDefinition, type Edits } from "./edit.ts";
import { usesOf } from "./uses.ts";

const slackPoll = read(definitionText("slack-interactive-poll.yaml"));
const hooli = read(definitionText("hooli.yml"));

function edited(definition: typeof hooli, edits: Partial<Edits>) {
  return editDefinition(definition, { connections: {}, steps: {}, ...edits });
}

function variableOf({ value }: typeof hooli, key: string) {
  return value.requiredConfigVars?.find((variable) => variable.key === key);
}

function small(variable: string, page = "{ name: P, elements: [{ type: configVar, value: C }] }") {
  return read(`definitionVersion: 7
name: Small
requiredConfigVars: [${variable}, { key: Other, dataType: string }]
configPages: [${page}]
flows:
  - name: Flow
    steps:
      - { name: Set, inputs: { whatever: { type: configVar, value: C } } }
      - { name: Unset, inputs: { connection: { type: configVar, value: "" } } }
      - { name: None, inputs: { text: { type: configVar, value: Other } } }
      - { name: Twice, inputs: { a: { type: configVar, value: C }, b: { type: configVar, value: C } } }
`);
}
const own =
  "{ key: C, dataType: connection, connection: { key: k, component: { key: slack, isPublic: true } } }";

describe("pointing a config variable to a reusable connection", () => {
  it("keeps its key and removes what belongs to a connection of the integration's own", () => {
    const { definition, problems } = edited(slackPoll, {
      connections: { "Slack Connection": { stableKey: "slack-oauth" } },
    });
    expect(problems).toEqual([]);
    const { key, dataType, useScopedConfigVar, ...others } = variableOf(definition, "Slack Connection") ?? {};
    expect({ key, dataType, useScopedConfigVar }).toEqual({
      key: "Slack Connection",
      dataType: "connection",
      useScopedConfigVar: "slack-oauth",
    });
    expect(Object.keys(others).filter((name) => name !== "meta" && name !== "description")).toEqual([]);
    const uses = usesOf(definition, "Slack Connection");
    expect(uses).toHaveLength(usesOf(slackPoll, "Slack Connection").length - 1);
    expect(uses.some(({ onPage }) => onPage)).toBe(false);
  });

  it("removes what concerns authorization from meta and keeps the rest of it", () => {
    const meta = "{ oAuthSuccessRedirectUri: x, visibleToOrgDeployer: false }";
    const given = small(`{ key: C, dataType: connection, meta: ${meta} }`);
    const { definition: next } = edited(given, { connections: { C: { stableKey: "s" } } });
    expect(variableOf(next, "C")?.meta).toEqual({ visibleToOrgDeployer: false });
  });

  it("points one that has a reusable connection to another", () => {
    const { definition } = edited(hooli, { connections: { "Acme Connection": { stableKey: "acme-eu" } } });
    expect(variableOf(definition, "Acme Connection")).toEqual({
      ...variableOf(hooli, "Acme Connection"),
      useScopedConfigVar: "acme-eu",
    });
    expect(definition.text).toBe(hooli.text.replace("acme-api-key", "acme-eu"));
  });

  it.each([
    ["an unknown one", own, { Cc: "s" }, /^the definition has no config variable "Cc"\. Did you mean "C"\?/],
    ["one without a connection", own, { Other: "s" }, /^holds no connection but a string/],
    [
      "one that needs an on-premise resource",
      own.replace("dataType", "onPremiseConnectionConfig: required, dataType"),
      { C: "s" },
      /^requires an on-premise resource/,
    ],
  ])("refuses %s", (_, variable, keys, message) => {
    const connections = Object.fromEntries(
      Object.entries(keys).map(([key, stableKey]) => [key, { stableKey }]),
    );
    const { problems } = edited(small(variable), { connections });
    expect(problems).toEqual([
      { path: `connections.${Object.keys(keys)[0]}`, message: expect.stringMatching(message) as string },
    ]);
  });

  it("leaves one on its page where each user sets it", () => {
    const page = "{ name: Mine, userLevelConfigured: true, elements: [{ type: configVar, value: C }] }";
    const { definition, problems } = edited(small(own, page), { connections: { C: { stableKey: "s" } } });
    expect(problems).toEqual([]);
    expect(definition.value.requiredConfigVars?.[0]).toMatchObject({ key: "C", useScopedConfigVar: "s" });
    expect(definition.value.configPages).toMatchObject([{ elements: [{ type: "configVar", value: "C" }] }]);
  });

  it("refuses to edit a text that shares parts by aliases", () => {
    const text =
      "definitionVersion: 7\nname: A\nrequiredConfigVars:\n  - &c { key: C, dataType: connection }\nx: *c\n";
    const { definition, problems } = edited(read(text), { connections: { C: { stableKey: "s" } } });
    expect(problems).toEqual([
      { path: "definition", message: expect.stringContaining("YAML aliases") as string },
    ]);
    expect(definition.text).toBe(text);
  });

  it("lists every problem in one pass", () => {
    const { problems } = edited(small(own), {
      connections: { X: { stableKey: "s" }, Other: { stableKey: "s" } },
      steps: { Flow: { Missing: "s", None: "s" }, Floww: { Set: "s" } },
    });
    expect(problems.map(({ path }) => path)).toEqual([
      "connections.X",
      "connections.Other",
      "steps.Flow.Missing",
      "steps.Flow.None",
      "steps.Floww.Set",
    ]);
  });
});

describe("giving a config variable a connection of the integration's own again", () => {
  const target = (page?: string) => ({
    integrationSpecific: {
      component: { key: "acme", public: false },
      connectionType: "apiKey",
      values: { baseUrl: "https://acme.example" },
      page,
    },
  });

  it("says which connection it is and shows it on a page", () => {
    const { definition, problems } = edited(hooli, { connections: { "Acme Connection": target() } });
    expect(problems).toEqual([]);
    expect(variableOf(definition, "Acme Connection")).toMatchObject({
      key: "Acme Connection",
      connection: { key: "apiKey", component: { key: "acme", isPublic: false, version: "LATEST" } },
      inputs: { baseUrl: { type: "value", value: "https://acme.example" } },
    });
    expect(variableOf(definition, "Acme Connection")).not.toHaveProperty("useScopedConfigVar");
    expect(definition.value.configPages?.[0]?.elements).toEqual([
      { type: "configVar", value: "Sync Schedule" },
      { type: "configVar", value: "Acme Connection" },
    ]);
  });

  it("changes nothing when it is done once more", () => {
    const once = edited(hooli, { connections: { "Acme Connection": target() } }).definition;
    expect(edited(once, { connections: { "Acme Connection": target() } }).definition.text).toBe(once.text);
  });

  it("makes a page where there is none that customers see", () => {
    const without = read(
      "definitionVersion: 7\nname: A\nrequiredConfigVars: [{ key: C, useScopedConfigVar: s }]\n",
    );
    const { definition } = edited(without, { connections: { C: target() } });
    expect(definition.value.configPages).toEqual([
      { name: "Configuration", elements: [{ type: "configVar", value: "C" }] },
    ]);
  });

  it("refuses a page that is not there", () => {
    const { problems } = edited(hooli, { connections: { "Acme Connection": target("Nowhere") } });
    expect(problems).toEqual([
      {
        path: "connections.Acme Connection.integrationSpecific.page",
        message: 'the definition has no page "Nowhere".',
      },
    ]);
  });
});

describe("switching one step", () => {
  it("adds the config variable that it needs and leaves the other steps", () => {
    const { definition, problems } = edited(small(own), { steps: { Flow: { Set: "alerts" } } });
    expect(problems).toEqual([]);
    expect(definition.value.requiredConfigVars?.at(-1)).toEqual({
      dataType: "connection",
      key: "C (alerts)",
      useScopedConfigVar: "alerts",
    });
    expect(usesOf(definition, "C (alerts)").map(({ place }) => place)).toEqual([
      'flow "Flow", step "Set", inputs.whatever',
    ]);
    expect(usesOf(definition, "C")).toHaveLength(usesOf(small(own), "C").length - 1);
  });

  it("sets a connection that was unset, and uses one config variable for the same stable key", () => {
    const { definition } = edited(small(own), { steps: { Flow: { Unset: "alerts", Set: "alerts" } } });
    expect(usesOf(definition, "Connection (alerts)")).toHaveLength(2);
    expect(definition.value.requiredConfigVars).toHaveLength(3);
  });

  it("uses a config variable that has the stable key already", () => {
    const { definition } = edited(hooli, {
      steps: { "Sync TODO items with Hooli": { "List Todos": "acme-api-key" } },
    });
    expect(definition.value).toEqual(hooli.value);
  });

  it.each([
    [
      "an unknown step",
      "Sett",
      /no step "Sett"\. Did you mean "Set"\? Its steps with a connection: "Set", "Unset", "Twice"/,
    ],
    ["a step without a connection", "None", /^has no input that takes a connection/],
    ["a step with several connections", "Twice", /^takes several connections \(a, b\)/],
  ])("refuses %s", (_, step, message) => {
    const { problems } = edited(small(own), { steps: { Flow: { [step]: "s" } } });
    expect(problems).toEqual([
      { path: `steps.Flow.${step}`, message: expect.stringMatching(message) as string },
    ]);
  });
});
