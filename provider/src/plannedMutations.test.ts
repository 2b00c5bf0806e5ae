import { describe, expect, it } from "vitest";
import { UNKNOWN } from "./dynamic/wire.ts";
import { plannedMutationsOf, type EngineStep } from "./plannedMutations.ts";

const connection = { stableKey: "acme" };
const test = { connection, secrets: { api_key: "[secret]" }, secretRevisions: { api_key: 1 } };
const globex = { ...test, customer: "globex" };
const flag = { connection, enabled: true, setByUs: true };
const acme = { component: "acme", connectionType: "acmeApiKey", stableKey: "acme", name: "Acme" };
const state = { ...acme, kind: "OrganizationCustomerConnection", schemaVersion: 1 };

function step(op: string, type: string, name: string, properties: Partial<EngineStep>): EngineStep {
  const of = `pulumi-nodejs:dynamic/prismatic:${type}`;
  return { urn: `urn:pulumi:test::test::${of}::${name}`, type: of, op, ...properties };
}

const set = (...names: string[]) => ({
  connection,
  customers: Object.fromEntries(names.map((name) => [name, "digest"])),
});
const savedSet = (...names: string[]) => ({
  ...set(...names),
  configuredAt: Object.fromEntries(names.map((name) => [name, "2026-09-01"])),
});
const planned = (...steps: EngineStep[]): string[] =>
  plannedMutationsOf(steps).map(({ field, stableKey, customer, carries, uncertain }) =>
    [field, stableKey, customer, carries?.join("+"), uncertain && "?"].filter(Boolean).join(" "),
  );

describe("What all steps of a preview send together", () => {
  it("is an update where test credentials move into the connection", () => {
    const inline = { ...acme, testCredentials: { secrets: {} }, secretRevisions: {} };
    const steps = [
      step("update", "OrganizationCustomerConnection", "acme", { olds: state, news: inline }),
      step("delete", "TestCredentials", "test", { olds: test }),
    ];
    expect(planned(...steps)).toEqual(["updateCustomerConfigVariable acme inputs"]);
  });

  it("is a delete and a create where they leave the connection, which is updated first", () => {
    const olds = { ...state, testCredentials: { secrets: {} }, savedTestCredentials: { id: "1" } };
    const steps = [
      step("update", "OrganizationCustomerConnection", "acme", { olds, news: acme }),
      step("create", "TestCredentials", "test", { news: test }),
    ];
    expect(planned(...steps)).toEqual([
      "deleteCustomerConfigVariable acme",
      "createCustomerConfigVariable acme",
    ]);
    expect(planned(...steps.toReversed())).toEqual(["updateCustomerConfigVariable acme inputs"]);
  });

  it("is an update where customers' credentials move between a set and resources of their own", () => {
    const intoSet = [
      step("create", "CustomerCredentialsSet", "all", { news: set("globex", "initech") }),
      step("delete", "CustomerCredentials", "globex", { olds: globex }),
    ];
    expect(planned(...intoSet)).toEqual([
      "updateCustomerConfigVariable acme globex inputs",
      "createCustomerConfigVariable acme initech",
    ]);
    const outOfSet = [
      step("create", "CustomerCredentials", "globex", { news: globex }),
      step("update", "CustomerCredentialsSet", "all", {
        olds: savedSet("globex", "initech", "hooli"),
        news: set("hooli"),
      }),
    ];
    expect(planned(...outOfSet)).toEqual([
      "updateCustomerConfigVariable acme globex inputs",
      "deleteCustomerConfigVariable acme initech",
    ]);
  });

  it("is counted, and uncertain, where a report cannot read whose credentials a set has", () => {
    const masked = { connection, customers: "[secret]", change: "#2 +1 ~0 -0" };
    const steps = [
      step("update", "CustomerCredentialsSet", "all", {
        olds: { ...savedSet("hooli"), customers: "[secret]", change: "#1 +1 ~0 -0" },
        news: masked,
      }),
      step("delete", "CustomerCredentials", "globex", { olds: globex }),
    ];
    expect(planned(...steps)).toEqual([
      `createCustomerConfigVariable acme ${UNKNOWN} ?`,
      "deleteCustomerConfigVariable acme globex ?",
    ]);
  });

  it("is an update where a resource has another name and no alias", () => {
    const steps = [
      step("create", "OrganizationCustomerConnection", "new", { news: { ...acme, description: "" } }),
      step("create", "EmbeddedWorkflowFlag", "new", { news: flag }),
      step("delete", "EmbeddedWorkflowFlag", "old", { olds: flag }),
      step("delete", "OrganizationCustomerConnection", "old", { olds: state }),
    ];
    expect(planned(...steps)).toEqual([
      "updateScopedConfigVariable acme key+description",
      "updateScopedConfigVariable acme defaultForComponent",
    ]);
  });

  it("is nothing where a component's resource has another name, or only another bundle", () => {
    const olds = { key: "parcels", public: false, signature: "one", deleteOnDestroy: true };
    const renamed = (signature: string) => [
      step("create", "Component", "new", { news: { ...olds, signature } }),
      step("delete", "Component", "old", { olds }),
    ];
    expect(planned(...renamed("one"))).toEqual([]);
    expect(planned(...renamed("two"))).toEqual(["publishComponent parcels"]);
    expect(planned(...renamed("one").toReversed())).toEqual([
      "deleteComponent parcels",
      "publishComponent parcels",
    ]);
  });

  it("is nothing where an integration's resource has another name, or a version of what was a draft", () => {
    const news = { definition: "definitionVersion: 7\nname: Hooli\nflows: []\n", deleteOnDestroy: true };
    const olds = { ...news, name: "Hooli", published: false, upgradePending: false };
    const renamed = (args: object) => [
      step("create", "Integration", "new", { news: { ...news, ...args } }),
      step("delete", "Integration", "old", { olds }),
    ];
    expect(planned(...renamed({}))).toEqual([]);
    expect(planned(...renamed({ publish: true }))).toEqual(["publishIntegration Hooli"]);
    expect(planned(...renamed({ definition: `${news.definition}description: Todo\n` }))).toEqual([
      "importIntegration Hooli",
    ]);
    expect(planned(...renamed({}).toReversed())).toEqual([
      "deleteIntegration Hooli",
      "importIntegration Hooli",
    ]);
  });

  it("is everything anew where the connection is replaced, deleted first", () => {
    const news = { ...acme, component: "http" };
    const steps = [
      step("delete-replaced", "TestCredentials", "test", { olds: test }),
      step("delete-replaced", "OrganizationCustomerConnection", "acme", { olds: state }),
      step("replace", "OrganizationCustomerConnection", "acme", { olds: state, news }),
      step("create-replacement", "OrganizationCustomerConnection", "acme", { olds: state, news }),
      step("create-replacement", "TestCredentials", "test", { olds: test, news: test }),
    ];
    expect(planned(...steps)).toEqual([
      "deleteCustomerConfigVariable acme",
      "deleteScopedConfigVariable acme",
      "createScopedConfigVariable acme",
      "createCustomerConfigVariable acme",
    ]);
  });

  it("is nothing for what stays, goes with another resource, or is not of this package", () => {
    const owner = step("delete", "OrganizationCustomerConnection", "acme", { olds: state });
    const steps = [
      step("same", "EmbeddedWorkflowFlag", "flag", { olds: flag, news: flag }),
      step("delete", "TestCredentials", "test", { olds: test, deletedWith: owner.urn }),
      step("delete", "CustomerCredentials", "globex", { olds: globex, retainOnDelete: true }),
      { urn: "urn:other", type: "random:index:RandomId", op: "create", news: {} },
      owner,
    ];
    expect(planned(...steps)).toEqual(["deleteScopedConfigVariable acme"]);
  });

  it("begins where a refresh ended", () => {
    const steps = [
      step("refresh", "CustomerCredentials", "globex", { olds: globex }),
      step("create", "CustomerCredentialsSet", "all", { news: set("globex") }),
    ];
    expect(planned(...steps)).toEqual(["createCustomerConfigVariable acme globex"]);
  });

  it("is uncertain where it depends on a value that is not known yet", () => {
    const unknown = { ...test, secretRevisions: { api_key: UNKNOWN } };
    const steps = [
      step("update", "TestCredentials", "test", { olds: test, news: unknown }),
      step("update", "CustomerCredentialsSet", "all", {
        olds: savedSet("globex"),
        news: { connection, customers: UNKNOWN },
      }),
    ];
    expect(planned(...steps)).toEqual([
      "updateCustomerConfigVariable acme inputs ?",
      `createCustomerConfigVariable acme ${UNKNOWN} ?`,
      `updateCustomerConfigVariable acme ${UNKNOWN} inputs ?`,
      `deleteCustomerConfigVariable acme ${UNKNOWN} ?`,
    ]);
  });
});
