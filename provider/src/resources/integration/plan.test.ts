import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../dynamic/wire.ts";
import { plannedMutations } from "../../plannedMutations.ts";
import { definitionText } from "../../testing/definitions.ts";
import { outputsOf, type CheckedIntegration, type IntegrationState } from "./state.ts";

const TYPE = "pulumi-nodejs:dynamic/prismatic:Integration";
const definition = definitionText("hooli.yml");

function olds(
  args: Partial<CheckedIntegration> = {},
  published: number | null = 1,
): IntegrationState & Record<string, unknown> {
  const found = {
    name: "Hooli",
    newest:
      published === null
        ? undefined
        : {
            versionNumber: published,
            versionCreatedAt: "2026-01-01",
            versionIsAvailable: true,
            id: "v",
            marketplaceConfiguration: "NOT_AVAILABLE_IN_MARKETPLACE",
            overview: null,
            allowMultipleMarketplaceInstances: false,
          },
    hasUnpublishedChanges: published === null,
  };
  return {
    ...outputsOf({ definition, ...args }, found, {
      draft: definition,
      upgradePending: false,
      awaitedVersion: undefined,
    }),
  };
}

function update(news: Partial<CheckedIntegration>, old = olds()) {
  const step = { op: "update" as const, olds: { ...old }, news: { definition, ...news } };
  return plannedMutations(TYPE, step).map(({ field }) => field);
}

const changed = definition.replace("5 */1", "6 */1");

describe("What an integration sends", () => {
  it("is an import, and a version where one is asked for, when it is created", () => {
    const create = (news: object) => plannedMutations(TYPE, { op: "create", news: { definition, ...news } });
    expect(create({})).toEqual([{ field: "importIntegration", stableKey: "Hooli" }]);
    expect(create({ publish: true, instances: "upgrade" }).map(({ field }) => field)).toEqual([
      "importIntegration",
      "publishIntegration",
    ]);
  });

  it("is nothing where the definition means the same, whatever its comments, its order of keys and the commit", () => {
    const reordered = `# A comment\n${definition.replace(/^category: (.*)\n/, "")}category: Todo Items\n`;
    expect(update({ definition: reordered })).toEqual([]);
    expect(update({ publish: { comment: "Another" } }, olds({ publish: { comment: "One" } }))).toEqual([]);
  });

  it("is an import where the definition, a connection, a step or a secret changes, or may change", () => {
    expect(update({ definition: changed })).toEqual(["importIntegration"]);
    expect(update({ connections: { "Acme Connection": { stableKey: "acme-eu" } } })).toEqual([
      "importIntegration",
    ]);
    expect(update({ connections: { "Acme Connection": { stableKey: "acme-api-key" } } })).toEqual([]);
    const steps = { "Sync TODO items with Hooli": { "List Todos": { stableKey: "acme-eu" } } };
    expect(update({ steps })).toEqual(["importIntegration"]);
    expect(update({ connections: UNKNOWN })).toEqual(["importIntegration"]);
    expect(update({}, { ...olds(), draftChanges: ["~ name"] })).toEqual(["importIntegration"]);
    const counted = (revision: number) => ({ secretRevisions: { "Acme.key": revision } });
    expect(update(counted(2), olds(counted(1)))).toEqual(["importIntegration"]);
  });

  it("is a version where none was published of this draft, and the upgrade where it was left out before", () => {
    expect(update({ publish: true }, olds({}, null))).toEqual(["publishIntegration"]);
    const pending = { ...olds({ publish: true, instances: "leave" }), upgradePending: true };
    expect(update({ publish: true, instances: "upgrade" }, pending)).toEqual([
      "bulkUpdateInstancesToLatestIntegrationVersion",
    ]);
    expect(update({ publish: true, instances: "leave" }, pending)).toEqual([]);
  });

  it("is a listing for each new version, and for the newest one where it changed or may change", () => {
    const listing = { availability: "AVAILABLE_AND_DEPLOYABLE" as const };
    const field = "updateIntegrationMarketplaceConfiguration";
    const held = olds({ publish: true, marketplace: listing });
    expect(update({ publish: true, marketplace: listing }, held)).toEqual([]);
    expect(update({ publish: true, marketplace: { ...listing, overview: "New" } }, held)).toEqual([field]);
    expect(update({ publish: true }, held)).toEqual([]);
    const next = { definition: changed, publish: true, marketplace: listing };
    expect(update(next, held)).toEqual(["importIntegration", "publishIntegration", field]);
    const step = {
      op: "update" as const,
      olds: held,
      news: { definition, publish: true, marketplace: UNKNOWN },
    };
    expect(plannedMutations(TYPE, step)).toEqual([
      { field, stableKey: "Hooli", carries: ["marketplaceConfiguration", "overview"], uncertain: true },
    ]);
  });

  it("is the withdrawal of a new version, and nothing where a new version is available by itself", () => {
    const next = (available: boolean) => ({ definition: changed, publish: true, available });
    const held = (available: boolean) => olds({ publish: true, available });
    expect(update(next(true), held(false))).toEqual(["importIntegration", "publishIntegration"]);
    expect(update(next(false), held(false)).at(-1)).toBe("updateIntegrationVersionAvailability");
    expect(update({ publish: true, available: true }, held(false))).toHaveLength(1);
  });

  it("is a deletion only where that was asked for", () => {
    expect(plannedMutations(TYPE, { op: "delete", olds: olds() })).toEqual([]);
    expect(plannedMutations(TYPE, { op: "delete", olds: olds({ deleteOnDestroy: true }) })).toEqual([
      { field: "deleteIntegration", stableKey: "Hooli" },
    ]);
  });
});
