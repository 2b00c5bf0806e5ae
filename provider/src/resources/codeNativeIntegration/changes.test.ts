import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../dynamic/wire.ts";
import { plannedMutations } from "../../plannedMutations.ts";

const TYPE = "pulumi-nodejs:dynamic/prismatic:CodeNativeIntegration";

const facts = {
  bundle: "dist",
  name: "Orders",
  signature: "one",
  stableKeys: {},
  keyedFlows: [] as string[],
};
const state = {
  ...facts,
  draft: "",
  published: true,
  upgradePending: false,
  versionNumber: 1,
  componentKey: "k",
};

const create = (news: object) =>
  plannedMutations(TYPE, { op: "create", news: { ...facts, ...news } }).map(({ field }) => field);
const update = (news: object, olds: object = {}) =>
  plannedMutations(TYPE, { op: "update", olds: { ...state, ...olds }, news: { ...facts, ...news } }).map(
    ({ field }) => field,
  );

const keyed = { keyedFlows: ["F"], testApiKeys: { F: "x" }, secretRevisions: { F: 1 } };

describe("What a code-native integration sends", () => {
  it("is component and definition, with an icon, keys and a version where there are any, when it is created", () => {
    expect(create({})).toEqual(["publishComponent", "importIntegration"]);
    expect(create({ ...keyed, icon: "icon.png", publish: true, available: true })).toEqual([
      "publishComponent",
      "importIntegration",
      "updateIntegration",
      "updateInstance",
      "publishIntegration",
    ]);
  });

  it("is nothing while the bundle is the same, whatever key the last import gave", () => {
    expect(update({}, { componentKey: "another" })).toEqual([]);
    expect(update(keyed, keyed)).toEqual([]);
    expect(update({ publish: { comment: "Another" } }, { publish: { comment: "One" } })).toEqual([]);
  });

  it("is an import, with the keys, where the bundle is another one, is not known yet, or another one came", () => {
    const imports = ["publishComponent", "importIntegration"];
    expect(update({ signature: "two" })).toEqual(imports);
    expect(update({ importMetadata: "two" })).toEqual(imports);
    expect(update({}, { draftChanges: ["~ package: one => two"] })).toEqual(imports);
    expect(update({ signature: "two", ...keyed, publish: true, instances: "upgrade" }, keyed)).toEqual([
      ...imports,
      "updateInstance",
      "publishIntegration",
      "bulkUpdateInstancesToLatestIntegrationVersion",
    ]);
    const unknown = { name: UNKNOWN, signature: UNKNOWN, keyedFlows: UNKNOWN, icon: UNKNOWN };
    expect(update(unknown)).toEqual(expect.arrayContaining(imports));
    const step = { op: "update" as const, olds: { ...state }, news: { ...facts, ...unknown } };
    const uncertain = plannedMutations(TYPE, step).filter((mutation) => mutation.uncertain);
    expect(uncertain.map(({ field, stableKey }) => [field, stableKey])).toEqual([
      ["updateIntegration", "Orders"],
      ["updateInstance", "Orders"],
    ]);
  });

  it("is the keys alone where only they change", () => {
    expect(update({ ...keyed, secretRevisions: { F: 2 } }, keyed)).toEqual(["updateInstance"]);
    const step = { op: "update" as const, olds: { ...state }, news: { ...facts, ...keyed } };
    expect(plannedMutations(TYPE, step)).toEqual([
      { field: "updateInstance", stableKey: "Orders", carries: ["flowConfigs", "configMode"] },
    ]);
  });

  it("is a deletion only where that is declared", () => {
    const destroy = (olds: object) =>
      plannedMutations(TYPE, { op: "delete", olds: { ...state, ...olds } }).map(({ field }) => field);
    expect(destroy({})).toEqual([]);
    expect(destroy({ deleteOnDestroy: true })).toEqual(["deleteIntegration"]);
  });
});
