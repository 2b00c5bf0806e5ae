import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contentsOf, type Contents } from "../support/contents.ts";
import { diagnosticErrors, type EngineEvent } from "../support/engineEvents.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import type { StateResource } from "../support/pulumiJson.ts";
import { nameOf, namesOf } from "../support/steps.ts";
import { startTenant, type SentMutation, type TestTenant } from "../support/tenant.ts";

/** One program: what it declares depends on how far the test has come. */
const program = `
  import { readFileSync } from "node:fs";
  import { ComponentResource } from "@pulumi/pulumi";
  import { CustomerConnection, OrganizationCustomerConnection, TestCredentials } from "pulumi-prismatic";

  const { stage } = JSON.parse(readFileSync("stage.json", "utf8"));
  const first = stage === 1;
  const acme = (name, options, more) =>
    new OrganizationCustomerConnection(
      name, { component: "acme", stableKey: name, name: "Acme", ...more }, options);
  const slack = (name, path) =>
    new CustomerConnection(name, {
      component: "slack", connectionType: "oauth2", stableKey: name, name: "Slack",
      globalValues: { clientId: "4711" },
      globalSecrets: { clientSecret: "client-" + stage, signingSecret: "signing-" + stage },
    }, { ignoreChanges: [path] });
  const renamed = { name: "Stage " + stage };

  acme(first ? "old-name" : "new-name", { aliases: [{ name: "old-name" }] }, { stableKey: "aliased" });
  const kind = { component: "acme", stableKey: "other-class", name: "Acme" };
  if (first) new CustomerConnection("other-class", kind);
  else new OrganizationCustomerConnection(
    "other-class", kind, { aliases: [{ type: CustomerConnection.__pulumiType }] });
  slack("ignores-path", "globalSecrets.clientSecret");
  slack("ignores-index", 'globalSecrets["clientSecret"]');
  if (first) {
    const owner = acme("deleted-with");
    new TestCredentials(
      "deleted-with-test", { connection: owner, secrets: { api_key: "k" } }, { deletedWith: owner });
    acme("retained", { retainOnDelete: true });
  }
  acme("replaced", { replaceOnChanges: ["name"], deleteBeforeReplace: true }, renamed);
  acme("deleted-first", { deleteBeforeReplace: true }, { stableKey: "deleted-first-" + stage });
  class Group extends ComponentResource {
    constructor() { super("test:index:Group", "group", {}); }
  }
  acme("child", { parent: new Group() }, renamed);
  acme("secret-name", { additionalSecretOutputs: ["name"] }, renamed);
  acme("transformed", {
    transforms: [({ props, opts }) => ({ props: { ...props, name: props.name + " transformed" }, opts })],
  });
  acme("patient", { customTimeouts: { create: "1s" } });
  if (stage < 3) acme("protected", { protect: true });
  acme("targeted", {}, renamed);
`;

describe("Pulumi's options for resources", () => {
  let tenant: TestTenant;
  let project: PulumiProject;
  let firstState: StateResource[];
  let events: EngineEvent[];
  let mutations: SentMutation[];
  let contents: Contents;

  beforeAll(async () => {
    tenant = await startTenant();
    const { config, secrets } = tenant;
    project = await createPulumiProject({ program, config, secrets });
    await tenant.injectFault(
      { rootField: "createScopedConfigVariable" },
      { type: "delay", milliseconds: 3000 },
      20,
    );
    await run(1, ["up", "--skip-preview", "--yes"]);
    await tenant.clearFaults();
    firstState = (await project.exportState()).deployment.resources ?? [];
    ({ events, mutations } = await run(2, ["up", "--skip-preview", "--yes"]));
    contents = await contentsOf(tenant);
  });
  afterAll(async () => {
    await project?.dispose();
    await tenant?.dispose();
  });

  async function run(stage: number, args: string[], expectFailure = false) {
    await project.writeFile("stage.json", JSON.stringify({ stage }));
    await tenant.clearRequests();
    const result = await project.run(args, { events: true, expectFailure });
    return { ...result, mutations: await tenant.mutations() };
  }

  const urnOf = (name: string): string => firstState.find(({ urn }) => nameOf(urn) === name)?.urn ?? "";
  const idOf = (name: string): string => firstState.find(({ urn }) => nameOf(urn) === name)?.id ?? "";
  const sentTo = (id: string): string[] =>
    mutations.filter(({ input }) => input["id"] === id).map(({ field }) => field);

  it("source positions lead to the program", () => {
    const positions = firstState.flatMap(({ sourcePosition }) =>
      sourcePosition === undefined ? [] : [sourcePosition],
    );
    expect(positions).toContainEqual(expect.stringMatching(/\/index\.ts#\d+,\d+$/));
    expect(positions.join()).not.toContain("/resources/");
  });

  it("aliases: a renamed resource stays the same connection", () => {
    expect(namesOf(events, "same")).toContain("new-name");
    expect(sentTo(idOf("old-name"))).toEqual([]);
  });

  it("aliases: a class that changes replaces the connection, deleting it first", () => {
    expect(namesOf(events, "create-replacement")).toContain("other-class");
    expect(sentTo(idOf("other-class"))).toEqual(["deleteScopedConfigVariable"]);
    const created = mutations.filter(({ input }) => input["stableKey"] === "other-class");
    expect(created.map(({ input }) => input["managedBy"])).toEqual(["org"]);
  });

  it.each(["ignores-path", "ignores-index"])("ignoreChanges: one secret keeps its value (%s)", (name) => {
    const [update] = mutations.filter(({ input }) => input["id"] === idOf(name));
    const inputs = (update?.input["inputs"] ?? []) as { name: string; value: string }[];
    const sent = Object.fromEntries(inputs.map((each) => [each.name, each.value]));
    expect(sent).toMatchObject({ clientSecret: "client-1", signingSecret: "signing-2" });
  });

  it("deletedWith: what goes with its connection is not deleted by itself", () => {
    expect(namesOf(events, "delete")).toEqual(expect.arrayContaining(["deleted-with", "deleted-with-test"]));
    expect(sentTo(idOf("deleted-with-test"))).toEqual([]);
    expect(sentTo(idOf("deleted-with"))).toEqual(["deleteScopedConfigVariable"]);
    expect(contents.credentials).toEqual({});
  });

  it("retainOnDelete: the connection stays in the tenant", () => {
    expect(sentTo(idOf("retained"))).toEqual([]);
    expect(contents.connections).toHaveProperty("retained");
  });

  it("replaceOnChanges has no effect: the connection is updated in place", () => {
    expect(sentTo(idOf("replaced"))).toEqual(["updateScopedConfigVariable"]);
    expect(contents.connections["replaced"]?.name).toBe("Stage 2");
  });

  it("deleteBeforeReplace: the old stable key goes before the new one comes", () => {
    const steps = mutations.map(({ field, input }) =>
      input["id"] === idOf("deleted-first") ? field : input["stableKey"],
    );
    const deleted = steps.indexOf("deleteScopedConfigVariable");
    expect(deleted).toBeGreaterThanOrEqual(0);
    expect(steps.indexOf("deleted-first-2")).toBeGreaterThan(deleted);
  });

  it("parent: the connection belongs to the group and is updated in place", () => {
    expect(urnOf("child")).toContain("test:index:Group$pulumi-nodejs:dynamic/prismatic:");
    expect(sentTo(idOf("child"))).toEqual(["updateScopedConfigVariable"]);
  });

  it("additionalSecretOutputs: the output is encrypted, besides those that always are", () => {
    const resource = firstState.find(({ urn }) => nameOf(urn) === "secret-name");
    expect(resource?.outputs?.["name"]).toHaveProperty("ciphertext");
    expect(resource).toMatchObject({
      additionalSecretOutputs: expect.arrayContaining(["name", "authorizeUrl"]) as unknown,
    });
  });

  it("transforms: what they make of the arguments is what is written", () => {
    expect(contents.connections["transformed"]?.name).toBe("Acme transformed");
  });

  it("customTimeouts never reach a dynamic provider: a slower creation succeeds", () => {
    expect(contents.connections).toHaveProperty("patient");
  });

  it("protect: the resource cannot be removed before it is unprotected", async () => {
    const { events: refused } = await run(3, ["preview"], true);
    expect(diagnosticErrors(refused).join("\n")).toMatch(
      /"?protected"? cannot be deleted|as it is currently marked for protection/,
    );
    await project.run(["state", "unprotect", urnOf("protected"), "--yes"]);
  });

  it("--target: only that resource changes", async () => {
    const target = ["up", "--skip-preview", "--yes", "--target", urnOf("targeted")];
    const { mutations: sent } = await run(3, target);
    expect(sent.map(({ field, input }) => [field, input["id"]])).toEqual([
      ["updateScopedConfigVariable", idOf("targeted")],
    ]);
  });

  it("--continue-on-error: the others go on; the next run does the rest", async () => {
    await tenant.injectFault(
      { rootField: "updateScopedConfigVariable" },
      { type: "payloadError", field: "key", messages: ["Not this one."] },
    );
    const up = ["up", "--skip-preview", "--yes"];
    const { mutations: sent, events: first } = await run(4, [...up, "--continue-on-error"], true);
    // The others are the rest of the batch, and a replacement that takes several steps.
    expect(sent.map(({ input }) => input["stableKey"])).toContain("deleted-first-4");
    const failed = first.flatMap(({ resOpFailedEvent }) => resOpFailedEvent ?? []);
    expect(failed).toHaveLength(1);
    const { mutations: rest } = await run(4, up);
    // Deletions wait for a run in which nothing fails.
    const due = [idOf(nameOf(failed[0]?.metadata.urn ?? "")), idOf("protected")];
    expect(rest.map(({ input }) => input["id"])).toEqual(due);
  });

  it("--target-replace with deleteBeforeReplace: a new connection on demand, in place of replaceOnChanges", async () => {
    const replace = ["up", "--skip-preview", "--yes", "--target-replace", urnOf("replaced")];
    const { mutations: sent } = await run(4, replace);
    expect(sent.map(({ field }) => field)).toEqual([
      "deleteScopedConfigVariable",
      "createScopedConfigVariable",
    ]);
    expect(sent.map(({ input }) => input["id"] ?? input["stableKey"])).toEqual([
      idOf("replaced"),
      "replaced",
    ]);
  });
});
