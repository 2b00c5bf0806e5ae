import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contentsOf } from "../support/contents.ts";
import { diagnosticErrors, resourceChanges, type EngineEvent } from "../support/engineEvents.ts";
import { mutationLines, namesById } from "../support/mutationLines.ts";
import { isPromised } from "../support/size.ts";
import { namesOf, stepsOf, textOf } from "../support/steps.ts";
import { loadState, storedStates, type ExpectedSteps, type LoadedState } from "../support/storedStates.ts";

/** Begins every secret of the stored programs. */
const SECRET = "hush";

const NOTHING: ExpectedSteps = {};

it("No stored state is lost", () => {
  const names = storedStates().map(({ version, name }) => `${version}/${name}`);
  const first = ["drifted", "everything", "explicit-tenant", "half-made"].map((name) => `0.1.0/${name}`);
  expect(names).toEqual(expect.arrayContaining(first));
});

describe.each(storedStates())(
  'The state "$name" that version $version has written',
  { timeout: 180_000 },
  (stored) => {
    const { expected } = stored;
    let loaded: LoadedState;

    beforeAll(async () => {
      loaded = await loadState(stored, { passphrase: isPromised });
    });
    afterAll(async () => {
      await loaded?.[Symbol.asyncDispose]();
    });

    /** Runs a command with the program of a stage, 1 being what the state is of; nothing may show a secret. */
    async function run(args: string[], STAGE = "1") {
      const { project, tenant } = loaded;
      const names = await namesById(tenant);
      await tenant.clearRequests();
      const { events, output } = await project.run(args, { events: true, env: { STAGE } });
      expect(diagnosticErrors(events)).toEqual([]);
      expect(output + textOf(events)).not.toContain(SECRET);
      // A validation changes nothing.
      const mutations = (await tenant.mutations()).filter(
        ({ field }) => field !== "validateIntegrationSchema",
      );
      return { events, mutations: mutationLines(mutations, names) };
    }
    const PREVIEW = ["preview", "--diff"];
    const UP = ["up", "--yes", "--skip-preview"];

    it("needs just what the tenant lacks", async () => {
      const { events } = await run(PREVIEW);
      expect(steps(events)).toEqual(complete(expected.preview));
      expect(withOtherLoader(events)).toEqual([]);
      if (expected.preview === undefined) expect(await loaded.tenant.requests()).toEqual([]);
    });

    it("is what a refresh finds", async () => {
      const { events } = await run([...PREVIEW, "--refresh"]);
      const { gone = [], owners = [], preview: { update = {} } = {} } = expected;
      expect(namesOf(events, "create")).toEqual(gone);
      const updated = Object.keys(update).filter((name) => !gone.includes(name));
      expect(namesOf(events, "update")).toEqual([...updated, ...owners].toSorted());
    });

    if (expected.completing !== undefined) {
      it("is completed by just that", async () => {
        const { events, mutations } = await run(UP);
        expect(steps(events)).toEqual(complete(expected.preview));
        expect(mutations).toEqual(expected.completing);
      });
    }

    it("is updated where a field of the program changes, and is then the tenant's", async () => {
      // An update of a connection's inputs mends their owners as well.
      const sent = expected.changing.mutations.filter((line) => /: .*\binputs\b/.test(line));
      const owners = (expected.owners ?? []).filter(
        (name) => !sent.some((line) => line.startsWith(`updateScopedConfigVariable ${name}:`)),
      );
      const { events, mutations } = await run(UP, "2");
      expect(steps(events)).toEqual(complete(expected.changing.steps));
      expect(mutations).toEqual(expected.changing.mutations);
      const refreshed = await run(owners.length > 0 ? [...UP, "--refresh"] : [...PREVIEW, "--refresh"], "2");
      const update = Object.fromEntries(owners.map((name) => [name, ["owners"]]));
      expect(steps(refreshed.events)).toEqual(complete({ update }));
      if (owners.length > 0) {
        // A program may want instances deployed again wherever inputs are sent.
        const mended = refreshed.mutations.map((line) => line.replace(", redeploy", ""));
        expect(mended).toEqual(owners.map((name) => `updateScopedConfigVariable ${name}: inputs`));
        expect(steps((await run([...PREVIEW, "--refresh"], "2")).events)).toEqual(complete(NOTHING));
      }
      expect(await loaded.project.stateFilesText()).not.toContain(SECRET);
    });

    it("is destroyed as it was stored, and leaves only what is kept", async () => {
      await loaded.reset();
      const { events } = await run(["destroy", "--yes", "--skip-preview"]);
      expect(Object.keys(resourceChanges(events))).toEqual(["delete"]);
      const found = Object.entries(await contentsOf(loaded.tenant));
      const names = found.map(([what, byName]) => [what, Object.keys(byName as object)]);
      expect(Object.fromEntries(names)).toEqual(expected.left);
    });
  },
);

/** All that a run does or announces. */
function steps(events: EngineEvent[]): Record<string, unknown> {
  const { same: _same, ...changes } = resourceChanges(events);
  return {
    changes,
    create: namesOf(events, "create"),
    update: Object.fromEntries(stepsOf(events, "update").map(({ name, changed }) => [name, changed])),
  };
}

/** The resources whose class names other code than the state does; no preview announces that. */
function withOtherLoader(events: EngineEvent[]): string[] {
  const all = [...stepsOf(events, "same"), ...stepsOf(events, "update")];
  return all.filter(({ changed }) => changed.includes("__provider")).map(({ name }) => name);
}

/** The answer of {@link steps} where these are all. */
function complete({ create = [], update = {} }: ExpectedSteps = NOTHING): Record<string, unknown> {
  const counts = Object.entries({ create: create.length, update: Object.keys(update).length });
  return { changes: Object.fromEntries(counts.filter(([, count]) => count > 0)), create, update };
}
