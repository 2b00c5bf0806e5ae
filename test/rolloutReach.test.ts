import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTenantReads, type TenantReads } from "../provider/src/tenantReads.ts";
import { changesOf, type Change } from "../rollout/src/preview/changes.ts";
import { plannedStep } from "../rollout/src/preview/plannedStep.ts";
import { reachOf } from "../rollout/src/preview/reach.ts";
import { namesConnections, saveCredentials } from "./support/inUse.ts";
import { checkAndCreate, startProvider, type Created } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

type Properties = Record<string, unknown>;

let tenant: TestTenant;
let reads: TenantReads;
let used: Created;

const read = (name: string) =>
  new Map<string, string>([
    ["url", tenant.url],
    ["tenantId", tenant.id],
    ["refreshToken", tenant.refreshToken],
  ]).get(name);

beforeAll(async () => {
  tenant = await startTenant({ holds: namesConnections });
  await using run = await startProvider(tenant);
  used = await checkAndCreate(run.supplied, {
    component: "twilio",
    connectionType: "apiKeySecret",
    stableKey: "busy",
    name: "Busy",
    globalValues: { accountSid: "AC1" },
  });
  await saveCredentials(tenant, "busy", { apiKey: "key", apiSecret: "hush" });
  reads = openTenantReads(read, { requestShare: 50, env: {} });
});
afterAll(async () => {
  reads?.stop();
  await tenant?.dispose();
});

/** The change of a step as the engine announces it. */
function change(
  op: string,
  before: Properties,
  after: Properties,
  type = "OrganizationCustomerConnection",
): Change {
  const of = `pulumi-nodejs:dynamic/prismatic:${type}`;
  const step = plannedStep({
    ...{ op, urn: `urn:pulumi:us::shop::${of}::one`, type: of },
    old: { id: used.id, inputs: before, outputs: { ...used.outputs, ...before } },
    ...(op === "delete" ? {} : { new: { inputs: after } }),
  });
  const [found] = changesOf({
    stack: { name: "us", labels: [], wave: undefined, exists: true },
    ...{
      status: "changed",
      tenant: undefined,
      changedOutputs: [],
      violations: [],
      failures: [],
      secrets: [],
    },
    ...{ readAt: "", seconds: 0, steps: step === undefined ? [] : [step] },
  });
  if (found === undefined) throw new Error("No change");
  return found;
}

describe("What a change reaches", () => {
  it("is counted in the tenant, and redeployed only where new values are sent and that was decided", async () => {
    const inputs = used.inputs as Properties;
    const renamed = await reachOf(change("update", inputs, { ...inputs, name: "New" }), reads);
    expect(renamed.reach).toMatchObject({
      instances: { counted: 2 },
      workflows: { counted: 1 },
      customersWithCredentials: { counted: 3 },
      redeployedInstances: { counted: 0 },
      repeatedAuthorizations: { counted: 0 },
    });
    const values = { ...inputs, redeployInstances: "onChange", globalValues: { accountSid: "AC2" } };
    const sent = await reachOf(change("update", inputs, values), reads);
    expect(sent.reach.redeployedInstances).toEqual({ counted: 2 });
  });

  it("has the refusal that a deletion would meet, and none where just that was accepted", async () => {
    const inputs = used.inputs as Properties;
    const { reach, refusal } = await reachOf(change("delete", inputs, {}), reads);
    expect(reach.instances).toEqual({ counted: 2 });
    expect(refusal).toContain(
      "2 instances, 3 integration versions, 1 workflow, 3 customers' saved credentials",
    );
    const replaceInUse = { instances: 2, integrations: 3, workflows: 1, customers: 3 };
    const accepted = await reachOf(change("delete", { ...inputs, replaceInUse }, {}), reads);
    expect(accepted).not.toHaveProperty("refusal");
    expect((await tenant.mutations()).filter(({ field }) => field.startsWith("delete"))).toEqual([]);
  });

  it("says which steps of an integration switch, and what is not counted", async () => {
    const { integrations } = await tenant.query<{ integrations: { nodes: { id: string; name: string }[] } }>(
      "query { integrations { nodes { id name } } }",
    );
    const id = integrations.nodes.find(({ name }) => name === "Alerts")?.id ?? "";
    const definition = "definitionVersion: 7\nname: Alerts\nflows: []\n";
    const steps = (stableKey: string) => ({
      send: { connection: { stableKey } },
      log: { connection: { stableKey: "x" } },
    });
    const announced = change(
      "update",
      { definition, steps: steps("busy") },
      { definition, steps: steps("other"), instances: "upgrade" },
      "Integration",
    );
    const own = { ...announced, step: { ...announced.step, old: { ...announced.step.old, id } } };
    const { reach } = await reachOf(own, reads);
    expect(reach).toMatchObject({ instances: { counted: 2 }, switchedSteps: { counted: 1 } });
    const component = await reachOf(
      change("update", { key: "a" }, { key: "a", signature: "b" }, "Component"),
      reads,
    );
    expect(component.reach.instances).toEqual({ notCounted: "what uses a Component is not counted" });
  });

  it("counts the customers of a set that change, and of one that goes those who lose their credentials", async () => {
    const set = { connection: { stableKey: "busy" }, customers: {} };
    const customersOf = async (op: string, before: Properties, after: Properties) => {
      const announced = change(op, { ...set, ...before }, { ...set, ...after }, "CustomerCredentialsSet");
      const { reach } = await reachOf(announced, reads);
      expect(reach.instances).toEqual({ notCounted: "the instances of a set's customers are not counted" });
      return reach.customersWithCredentials;
    };
    const before = { change: "#2 +12 ~3 -0", counts: { customers: 20, skipped: 2 }, takenOver: ["globex"] };
    const unknown = { notCounted: "the set does not tell whose credentials change" };
    expect(await customersOf("update", before, { change: "#3 +1 ~0 -4" })).toEqual({ counted: 5 });
    expect(await customersOf("update", before, { ...before, redeployInstances: "never" })).toEqual(unknown);
    expect(await customersOf("delete", before, {})).toEqual({ counted: 19 });
    expect(await customersOf("delete", { change: "#2 +12 ~3 -0" }, {})).toEqual(unknown);
  });

  it("asks the tenant once for the connections of one moment", async () => {
    await tenant.clearRequests();
    const inputs = used.inputs as Properties;
    const renamed = change("update", inputs, { ...inputs, name: "New" });
    await Promise.all(Array.from({ length: 20 }, () => reachOf(renamed, reads)));
    expect((await tenant.requests()).map(({ operationName }) => operationName)).toEqual([
      "ListConnectionUses",
    ]);
  });
});
