import { describe, expect, it } from "vitest";
import { createCodeNativeBundle } from "../support/codeNativeBundle.ts";
import { runInstances } from "../support/codeNativeWorld.ts";
import { checkAndCreate } from "../support/provider.ts";
import { startRuns } from "../support/providerRuns.ts";
import { versionsOfInstances } from "../support/runningInstances.ts";
import { sized } from "../support/size.ts";
import { startTenant } from "../support/tenant.ts";

/** Milliseconds until a published version is available. */
const DELAY = sized({ sample: 500, promised: 20_000 });

/** The instances; the sample is more than one page of them, too. */
const COUNT = sized({ sample: 110, promised: 200 });

const upgrade = { publish: true, instances: "upgrade" };

describe.each(["left-undeployed", "refused"] as const)(
  `An upgrade of ${COUNT} instances of a code-native integration of which 3 lack a value, incomplete ones being %s,`,
  (incomplete) => {
    it("waits for the version, upgrades the others, names the three, and is complete", async () => {
      await using tenant = await startTenant({
        holds: { customers: [{ externalId: "globex", name: "Globex" }] },
        switches: { "bulk-upgrade-incomplete": incomplete },
      });
      await using bundle = await createCodeNativeBundle({ variables: { Region: "eu" } });
      await using runs = await startRuns(tenant, { "prismatic:batchSize": "25" });
      const args = { bundle: bundle.folder, ...upgrade };
      const created = await checkAndCreate(runs.codeNative, args);
      await runInstances(tenant, "Orders", { count: COUNT, relying: 3 });
      await tenant.setSwitches({ "publication-delay": DELAY });
      await bundle.build({ variables: { Region: undefined } });
      await runs.next();
      const { inputs, failures } = await runs.codeNative.check(created.inputs, args);
      expect(failures).toEqual([]);
      const outputs = await runs.codeNative.update(created.id, created.outputs, inputs);
      expect(await versionsOfInstances(tenant)).toEqual({ "set 2, runs 2": COUNT - 3, "set 2, runs 1": 3 });
      expect(runs.codeNative.stdout).toContain(`${COUNT - 3} instances of "Orders" run version 2 now`);
      expect(runs.codeNative.stdout).toMatch(
        /3 instances of "Orders" wait for configuration in the web app: "Orders 1" of Globex \(globex\) needs its own/,
      );
      expect(outputs).toMatchObject({ versionNumber: 2, upgradePending: false });
      await runs.next();
      const again = await runs.codeNative.check(inputs, args);
      expect((await runs.codeNative.diff(created.id, outputs, again.inputs)).changes).toBe(false);
      expect(await tenant.requests()).toEqual([]);
    });
  },
);
