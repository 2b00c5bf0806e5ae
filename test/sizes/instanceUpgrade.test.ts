import { describe, expect, it } from "vitest";
import { argumentsOf, createIntegration, updateIntegration } from "../support/integrations.ts";
import { startRuns } from "../support/providerRuns.ts";
import { reports, versionsOfInstances, withInstances } from "../support/runningInstances.ts";
import { sized } from "../support/size.ts";
import { startTenant } from "../support/tenant.ts";

/** Milliseconds until a published version is available. */
const DELAY = sized({ sample: 500, promised: 20_000 });

const upgrade = { publish: true, instances: "upgrade" };
const next = argumentsOf(reports({ description: "No default any more" }), upgrade);
const batches = { "prismatic:batchSize": "25" };

describe.each(["left-undeployed", "refused"] as const)(
  "An upgrade of 200 instances of which 3 lack a value, incomplete ones being %s,",
  (incomplete) => {
    it("upgrades the others, names the three, and is complete", async () => {
      await using tenant = await startTenant({
        holds: withInstances(200, 3),
        switches: { "bulk-upgrade-incomplete": incomplete },
      });
      await using runs = await startRuns(tenant, batches);
      const created = await createIntegration(runs.integrations, reports({ default: "eu" }));
      await tenant.setSwitches({ "publication-delay": DELAY });
      const { now } = await updateIntegration(runs, created, next);
      expect(await versionsOfInstances(tenant)).toEqual({ "set 2, runs 2": 197, "set 2, runs 1": 3 });
      expect(runs.integrations.stdout).toContain('197 instances of "Reports" run version 2 now');
      expect(runs.integrations.stdout).toMatch(
        /3 instances of "Reports" wait for configuration in the web app: "Reports 1" of Globex \(globex\) needs its own, "Reports 2"/,
      );
      expect(now.outputs).toMatchObject({ versionNumber: 2, upgradePending: false });
      expect((await updateIntegration(runs, now, next)).changes).toBe(false);
    });
  },
);

it("An upgrade that is refused as a whole and one by one says why for each instance", async () => {
  await using tenant = await startTenant({ holds: withInstances(2, 0) });
  await using runs = await startRuns(tenant);
  const created = await createIntegration(runs.integrations, reports({ default: "eu" }));
  const refusal = (message: string) => ({
    type: "payloadError" as const,
    field: "__all__",
    messages: [message],
  });
  const all = "bulkUpdateInstancesToLatestIntegrationVersion";
  await tenant.injectFault({ rootField: all }, refusal("Not all of them."));
  await tenant.injectFault({ rootField: "updateInstance" }, refusal("Locked."));
  const failed = await updateIntegration(runs, created, next).catch((error: Error) => error.message);
  expect(runs.integrations.stdout).toContain("(Not all of them.): they are upgraded one by one");
  expect(failed).toMatch(
    /1 instance of "Reports" runs version 2 now, 1 could not be upgraded: "Reports \d" of Globex \(globex\): version 1 \(Locked\)/,
  );
  expect(await versionsOfInstances(tenant)).toEqual({ "set 2, runs 2": 1, "set 1, runs 1": 1 });
});
