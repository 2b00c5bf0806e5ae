import * as everything from "pulumi-prismatic";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contentsOf, type Contents } from "../../support/contents.ts";
import { declare, declaringProgram, type Declared } from "../../support/declaration.ts";
import { diagnosticErrors, resourceChanges } from "../../support/engineEvents.ts";
import { createPulumiProject, type PulumiProject } from "../../support/pulumi.ts";
import { shownDiff } from "../../support/shownDiff.ts";
import { sized } from "../../support/size.ts";
import { nameOf, namesOf, stepsOf, textOf } from "../../support/steps.ts";
import { everyPair, settingOf, switchNames } from "../../support/switchSettings.ts";
import { startTenant, type SentMutation, type TestTenant } from "../../support/tenant.ts";
import { SECRET, type LifeCase, type Stage } from "./case.ts";
import { lifeCases } from "./cases.ts";

/** Not tried here: a tenant is a provider, not a resource. */
const ELSEWHERE = ["Tenant"];

const declared = (stage: Stage): Declared[] => lifeCases.flatMap((each) => each.declare(stage));
const names: string[] = declared("first").map(({ name }) => name);
/** All resources of the program, with the stack itself. */
const ALL = names.length + 1;

/** Begins the path of what a reviewer sees of a secret. */
const COUNTERS = "secretRevisions.";

/** The members of all cases in one map. */
function all<Value>(member: (each: LifeCase) => Record<string, Value> | undefined): Record<string, Value> {
  return Object.assign({}, ...lifeCases.map((each) => member(each) ?? {})) as Record<string, Value>;
}

const sorted = (list: readonly string[]): string[] => list.toSorted((a, b) => a.localeCompare(b));

it("Every class that the package exports has a life in the suite", () => {
  const classes = Object.entries(everything).flatMap(([name, value]) =>
    typeof value === "function" && "__pulumiType" in value ? [name] : [],
  );
  const tried = declared("first").map(({ type }): string => type);
  expect(classes.filter((name) => !tried.includes(name) && !ELSEWHERE.includes(name))).toEqual([]);
  expect(names).toHaveLength(new Set(names).size);
});

it("Each pair of switches has each of its four pairs of settings in some tenant", () => {
  const missing = switchNames.flatMap((one, index) =>
    switchNames.slice(index + 1).flatMap((other) => {
      const pairs = everyPair.map(({ switches }) => [one, other].map((name) => settingOf(switches, name)));
      return new Set(pairs.map((pair) => pair.join())).size === 4 ? [] : [[one, other]];
    }),
  );
  expect(missing).toEqual([]);
});

/** `npm test` tries what each setting touches on the provider's process as well. */
const tenants = sized({ sample: everyPair.slice(0, 1), promised: everyPair });

describe.each(tenants)("Every type of resource, in a tenant $title,", ({ switches }) => {
  let tenant: TestTenant;
  let project: PulumiProject;
  let foundBefore: Contents;

  beforeAll(async () => {
    const holds = lifeCases.map((each) => each.holds ?? {});
    tenant = await startTenant({
      holds: {
        customers: holds.flatMap(({ customers }) => customers ?? []),
        connections: holds.flatMap(({ connections }) => connections ?? []),
      },
      switches,
    });
    const { config, secrets } = tenant;
    project = await createPulumiProject({ program: declaringProgram, config, secrets });
    for (const each of lifeCases) await each.prepare?.(tenant, project);
    foundBefore = await contentsOf(tenant);
  });
  afterAll(async () => {
    await project?.dispose();
    await tenant?.dispose();
  });

  /** Runs a command; no secret may show, and where it may not fail, no error. */
  async function run(args: string[], stage: Stage, { fails = false } = {}) {
    await declare(project, declared(stage));
    await tenant.clearRequests();
    const result = await project.run(args, { events: true, expectFailure: fails });
    expectNoSecret(result.output + textOf(result.events));
    const errors = diagnosticErrors(result.events);
    if (!fails) expect(errors).toEqual([]);
    return { ...result, errors: errors.join("\n"), mutations: await tenant.mutations() };
  }
  const UP = ["up", "--yes", "--skip-preview", "--diff"];

  /** The tenant holds what the cases say, what it held before, and nothing else. */
  async function expectTenantToHold(stage: Stage): Promise<void> {
    const found = await contentsOf(tenant);
    for (const what of ["connections", "components", "integrations", "credentials"] as const) {
      const expected = all<unknown>((each) => each.contents(stage)[what]);
      expect(found[what]).toMatchObject(withSecrets(expected) as object);
      const names = new Set([...Object.keys(foundBefore[what]), ...Object.keys(expected)]);
      expect(sorted(Object.keys(found[what]))).toEqual(sorted([...names]));
    }
    for (const each of lifeCases) await each.verify?.(tenant, stage);
  }

  it("is half-made where the tenant refuses a part: the state knows what exists, the error what is missing", async () => {
    const fields = [
      ...["updateScopedConfigVariable", "createCustomerConfigVariable", "publishIntegration"],
      "updateScopedOAuth2Connection",
    ];
    for (const rootField of fields) {
      const refusal = { type: "payloadError" as const, field: "__all__", messages: ["Not today."] };
      await tenant.injectFault({ rootField }, refusal, 100);
    }
    await tenant.injectFault({ path: "/uploads/package" }, { type: "status", status: 403 }, 100);
    const { errors } = await run([...UP, "--continue-on-error"], "first", { fails: true });
    await tenant.clearFaults();
    const refusals = all(({ refusal }) => refusal);
    for (const { says } of Object.values(refusals)) expect(errors).toContain(says);
    const known = (await project.exportState()).deployment.resources ?? [];
    const halfMade = known.filter(({ initErrors }) => (initErrors ?? []).length > 0);
    const kept = names.filter((name) => refusals[name]?.kept === true);
    expect(sorted(halfMade.map(({ urn }) => nameOf(urn)))).toEqual(sorted(kept));
    const missing = names.filter((name) => !known.some(({ urn }) => nameOf(urn) === name));
    expect(missing).toEqual(names.filter((name) => refusals[name]?.kept === false));
  });

  it("is completed by the next run, which creates nothing twice and says who has to authorize what", async () => {
    const halfMade = await contentsOf(tenant);
    const { events, mutations, output } = await run(UP, "first");
    const refusals = all(({ refusal }) => refusal);
    expect(namesOf(events, "create")).toEqual(sorted(names.filter((name) => refusals[name]?.kept === false)));
    const connections = Object.keys(all((each) => each.contents("first").connections));
    expect(createdConnections(mutations)).toEqual(
      sorted(connections.filter((stableKey) => !(stableKey in halfMade.connections))),
    );
    const notMade = declared("first").filter(({ name }) => refusals[name]?.kept === false);
    expect(fieldsOf(mutations).filter((field) => field === "importIntegration")).toHaveLength(
      notMade.filter(({ type }) => type === "CodeNativeIntegration").length,
    );
    const created = fieldsOf(mutations).filter((field) => field === "createCustomerConfigVariable");
    expect(created).toHaveLength(Object.keys(all((each) => each.contents("first").credentials)).length);
    expect(output).toMatch(/test credentials of "slack" in Tenant .* must be authorized once by a person/);
    expect(output).toMatch(/test credentials of connection "by-hand-tested" .* must be authorized/);
    await expectTenantToHold("first");
  });

  it("is then left alone: the preview is empty, without a single request", async () => {
    const { events } = await run(["preview", "--expect-no-changes"], "first");
    expect(resourceChanges(events)).toEqual({ same: ALL });
    expect(await tenant.requests()).toEqual([]);
  });

  it("changes, and the diff shows plain values, and of secrets which one is new", async () => {
    const { events, mutations, output } = await run(UP, "changed");
    const shown = Object.entries(all(({ shows }) => shows)).map(([name, changed]) => ({ name, changed }));
    expect(stepsOf(events, "update")).toEqual(shown.toSorted((a, b) => a.name.localeCompare(b.name)));
    for (const { name, changed } of shown) {
      const counters = changed
        .filter((path) => path.startsWith(COUNTERS))
        .map((path) => path.slice(COUNTERS.length));
      const lines = counters.map((counter) => `~ ${counter}: 1 => 2`);
      expect(shownDiff(output, name), name).toEqual(expect.arrayContaining(lines));
    }
    const others = fieldsOf(mutations).filter((field) => !field.startsWith("update"));
    expect(sorted(others)).toEqual(sorted(lifeCases.flatMap(({ sends }) => sends ?? [])));
    await expectTenantToHold("changed");
  });

  it("shows as drift what somebody changed, and repairs nothing by that", async () => {
    for (const { drift } of lifeCases) await drift.happen(tenant);
    const drifted = await contentsOf(tenant);
    const { events, output } = await run(["refresh", "--preview-only", "--diff"], "changed");
    const shown = all(({ drift }) => drift.shown);
    const count = Object.keys(shown).length;
    expect(resourceChanges(events)).toEqual({ update: count, same: ALL - count });
    for (const [name, lines] of Object.entries(shown)) {
      expect(shownDiff(output, name), name).toEqual(expect.arrayContaining(lines));
    }
    expect(await contentsOf(tenant)).toEqual(drifted);
  });

  it("is repaired by an update with a refresh, every secret with it", async () => {
    const { events, mutations } = await run([...UP, "--refresh"], "changed");
    expect(namesOf(events, "update")).toEqual(sorted(Object.keys(all(({ drift }) => drift.shown))));
    const sent = JSON.stringify(mutations);
    for (const secret of lifeCases.flatMap(({ drift }) => drift.resent ?? [])) {
      expect(sent).toContain(JSON.stringify(secret));
    }
    await expectTenantToHold("changed");
  });

  it("is created again where somebody deleted it", async () => {
    for (const { loss } of lifeCases) await loss.happen(tenant);
    const { events } = await run([...UP, "--refresh"], "changed");
    expect(namesOf(events, "create")).toEqual(sorted(lifeCases.flatMap(({ loss }) => loss.created)));
    expect(namesOf(events, "update")).toEqual([]);
    await expectTenantToHold("changed");
  });

  it("is imported, without drift and without a secret in the clear in the state", async () => {
    const { deployment } = await project.exportState({ showSecrets: true });
    const known = (deployment.resources ?? []).filter(({ urn }) => names.includes(nameOf(urn)));
    const resources = known.map(({ urn, type, id, inputs, outputs }) => ({
      ...{ type, name: nameOf(urn), id, inputs, outputs },
    }));
    await project.writeState({ ...(await project.exportState()).deployment, resources: [] });
    await project.writeFile("import.json", JSON.stringify({ resources }));
    const importing = ["import", "--file", "import.json", "--protect=false", "--generate-code=false"];
    const { mutations } = await run([...importing, "--yes"], "changed");
    expect(mutations).toEqual([]);
    const refreshing = await run([...UP, "--refresh", "--expect-no-changes"], "changed");
    expect(resourceChanges(refreshing.events)).toEqual({ same: ALL });
    expectNoSecret(await project.stateFilesText());
  });

  it("is replaced, or updated where its type never is: a new stable key is there before the old one goes, the same after", async () => {
    const before = await idsByStableKey();
    const { events, mutations } = await run(UP, "replaced");
    const replaced = all(({ replaced: each }) => each);
    expect(namesOf(events, "create-replacement")).toEqual(sorted(Object.keys(replaced)));
    const neverReplaced = lifeCases.flatMap(({ neverReplaced }) => neverReplaced ?? []);
    expect(namesOf(events, "update")).toEqual(sorted(neverReplaced));
    expect(fieldsOf(mutations)).not.toContain("deleteIntegration");
    for (const [name, keys] of Object.entries(replaced)) {
      if (keys === undefined) continue;
      const created = mutations.findIndex(({ input }) => input["stableKey"] === keys.to);
      const deleted = mutations.findIndex(
        ({ field, input }) => field === "deleteScopedConfigVariable" && input["id"] === before.get(keys.from),
      );
      expect([created, deleted].toSorted((a, b) => a - b)[0], name).toBeGreaterThanOrEqual(0);
      expect(created < deleted, name).toBe(keys.from !== keys.to);
    }
    await expectTenantToHold("replaced");
  });

  it("is deleted, twice where the first time was lost, and leaves the tenant as it was found", async () => {
    const { deployment } = await project.exportState();
    const destroying = ["destroy", "--yes", "--skip-preview"];
    const first = await run(destroying, "replaced");
    expect(resourceChanges(first.events)).toEqual({ delete: ALL });
    expect(await contentsOf(tenant)).toEqual(foundBefore);
    await project.writeState(deployment);
    const second = await run(destroying, "replaced");
    expect(resourceChanges(second.events)).toEqual({ delete: ALL });
    expect(fieldsOf(second.mutations).filter((field) => field !== "deleteScopedConfigVariable")).toEqual([]);
    expect(await contentsOf(tenant)).toEqual(foundBefore);
    expectNoSecret(await project.stateFilesText());
  });

  async function idsByStableKey(): Promise<Map<string, string>> {
    return new Map((await tenant.connections()).map(({ stableKey, id }) => [stableKey, id]));
  }
});

const fieldsOf = (mutations: SentMutation[]): string[] => mutations.map(({ field }) => field);

const createdConnections = (mutations: SentMutation[]): string[] =>
  sorted(
    mutations.flatMap(({ field, input }) =>
      field === "createScopedConfigVariable" ? [String(input["stableKey"])] : [],
    ),
  );

/** The same contents, in which `(set)` stands for a secret of the suite that may read back or not. */
function withSecrets(contents: unknown): unknown {
  if (contents === "(set)") return expect.stringMatching(new RegExp(`^(\\(set\\)|${SECRET}-.+)$`));
  const isMap = typeof contents === "object" && contents !== null && !("asymmetricMatch" in contents);
  if (!isMap || Array.isArray(contents)) return contents;
  return Object.fromEntries(Object.entries(contents).map(([name, value]) => [name, withSecrets(value)]));
}

function expectNoSecret(text: string): void {
  expect(text.match(new RegExp(`${SECRET}-[\\w-]*`, "g")) ?? []).toEqual([]);
}
