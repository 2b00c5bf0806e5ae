import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { UNKNOWN } from "../provider/src/dynamic/wire.ts";
import { createBundle, type Bundle } from "./support/componentBundle.ts";
import { checkAndCreate, startProvider, type Created, type Provider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

let tenant: TestTenant;
let provider: Provider;
let bundle: Bundle;

beforeAll(async () => {
  tenant = await startTenant();
  await tenant.setProcessing(0);
});
async function nextRun(): Promise<void> {
  await provider[Symbol.asyncDispose]();
  provider = await startProvider(tenant);
}
beforeEach(async () => {
  provider = await startProvider(tenant);
  bundle = await createBundle();
  await tenant.clearRequests();
  return async () => {
    await provider[Symbol.asyncDispose]();
    await bundle[Symbol.asyncDispose]();
    await tenant.remove("parcels").catch(() => undefined);
    const [version] = await tenant.componentVersions("parcels");
    await tenant.query(`mutation ($id: ID) { deleteComponent(input: { id: $id }) { errors { messages } } }`, {
      id: version?.id,
    });
  };
});
afterAll(() => tenant?.dispose());

/** A connection as its class registers it where `component` is a `Component`. */
const connection = (more: Record<string, unknown> = {}) => ({
  component: { key: "parcels", public: false },
  stableKey: "parcels",
  name: "Parcels",
  globalSecrets: { api_key: "hush" },
  ...more,
});

const checkComponent = (old: Created["inputs"] = {}) =>
  provider.component.check(old, { bundle: bundle.folder });

const reasons = async (old: Created["inputs"], news: Record<string, unknown>): Promise<string[]> =>
  (await provider.global.check(old, news)).failures.map(({ reason }) => reason);

const publish = () => checkAndCreate(provider.component, { bundle: bundle.folder });

/** Publishes a changed bundle in the next run. */
async function publishAgain({ id, inputs, outputs }: Created): Promise<void> {
  await nextRun();
  const { inputs: news } = await checkComponent(inputs);
  await provider.component.update(id, outputs, news);
}

describe("An integration of a component that the same program publishes", () => {
  const definition = `
definitionVersion: 7
name: Parcels
flows:
  - name: Flow
    steps:
      - name: Trigger
        isTrigger: true
        action: { key: webhook, component: { key: webhook-triggers, isPublic: true, version: LATEST } }
        inputs: {}
      - name: List
        action: { key: list, component: { key: parcels, isPublic: false, version: LATEST } }
        inputs: {}
`;
  const judged = async (text = definition) =>
    (await provider.integration.check({}, { definition: text })).failures.map(({ reason }) => reason);
  const sent = async () => (await tenant.mutations()).map(({ field }) => field);

  it("is judged by the tenant once the component is published, not at preview", async () => {
    const another = definition.replace("name: Parcels", "name: Others");
    expect(await judged(another)).toEqual([expect.stringContaining(`no component "parcels"`)]);
    const { inputs } = await checkComponent();
    await tenant.clearRequests();
    expect(await judged()).toEqual([]);
    expect(await judged(definition.replace("false, version: LATEST", "false, version: 2"))).toEqual([
      expect.stringContaining(`no component "parcels"`),
    ]);
    expect(await sent()).not.toContain("validateIntegrationSchema");
    await provider.component.create(inputs);
    await tenant.clearRequests();
    expect(await judged(definition.replace("name: Parcels", "name: More"))).toEqual([]);
    expect(await sent()).toEqual(["validateIntegrationSchema"]);
  });
});

describe("A connection of a component that the same program publishes", () => {
  it("is judged at preview by the bundle, before the tenant has the component", async () => {
    await checkComponent();
    expect(await reasons({}, connection())).toEqual([]);
    expect(await reasons({}, connection({ globalValues: { regio: "eu" } }))).toEqual([
      expect.stringContaining(`API key has no input "regio". It has: api_key.`),
    ]);
    expect(await reasons({}, connection({ globalSecrets: {} }))).toEqual([
      expect.stringContaining("globalSecrets.api_key: is required"),
    ]);
    expect(await tenant.mutations()).toEqual([]);
  });

  it("is accepted while the bundle itself is not known", async () => {
    const { inputs, failures } = await provider.component.check({}, { bundle: UNKNOWN });
    expect(failures).toEqual([]);
    expect([inputs["key"], inputs["signature"], inputs["connectionTypes"]]).toEqual([
      UNKNOWN,
      UNKNOWN,
      UNKNOWN,
    ]);
    expect(await reasons({}, connection({ component: { key: UNKNOWN, public: UNKNOWN } }))).toEqual([]);
  });

  it("is not replaced because the component's key is not known for a while", async () => {
    await publish();
    const created = await checkAndCreate(provider.global, connection());
    const unknown = connection({ component: { key: UNKNOWN, public: UNKNOWN } });
    await nextRun();
    const { inputs, failures } = await provider.global.check(created.inputs, unknown);
    expect(failures).toEqual([]);
    expect((await provider.global.diff(created.id, created.outputs, inputs)).replaces).toEqual([]);
  });

  it("is created in the version just published, also where the tenant's components were read before", async () => {
    await provider.global.check({}, { ...connection(), component: "openai" });
    await publish();
    const { id } = await checkAndCreate(provider.global, connection());
    expect((await tenant.connection("parcels")).id).toBe(id);
  });

  it("is judged anew, unchanged as it is, where another bundle changes its inputs", async () => {
    const published = await publish();
    const created = await checkAndCreate(provider.global, connection({ globalValues: {} }));
    await bundle.build({ inputs: [{ key: "region", required: true }] });
    await nextRun();
    await checkComponent(published.inputs);
    expect(await reasons(created.inputs, connection({ globalValues: {} }))).toEqual([
      expect.stringContaining(`globalValues.region: is required`),
    ]);
    const news = connection({ globalValues: { region: "eu" } });
    expect(await reasons(created.inputs, news)).toEqual([]);

    await publishAgain(published);
    const { inputs } = await provider.global.check(created.inputs, news);
    await provider.global.update(created.id, created.outputs, inputs);
    expect(await tenant.values("parcels")).toMatchObject({ region: "eu", api_key: "hush" });
  });

  it("is refused where an input that it sets vanishes", async () => {
    await bundle.build({ inputs: [{ key: "region" }] });
    const published = await publish();
    const news = connection({ globalValues: { region: "eu" } });
    const created = await checkAndCreate(provider.global, news);
    await bundle.build();
    await nextRun();
    await checkComponent(published.inputs);
    expect(await reasons(created.inputs, news)).toEqual([
      expect.stringContaining(`globalValues.region: API key has no input "region"`),
    ]);
  });

  it("is judged by what it has where connections stay at earlier versions", async () => {
    await tenant.setSwitches({ "component-versions": "pinned" });
    try {
      const published = await publish();
      const created = await checkAndCreate(provider.global, connection());
      await bundle.build({ label: "Parcels 2" });
      await publishAgain(published);
      await bundle.build({ inputs: [{ key: "region", required: true }] });
      await using next = await startProvider(tenant);
      await next.component.check(published.inputs, { bundle: bundle.folder });
      expect((await next.global.check(created.inputs, connection())).failures).toEqual([]);
    } finally {
      await tenant.setSwitches({ "component-versions": "follows" });
    }
  });

  it("is judged by the bundle where an earlier run began a version and did not complete it", async () => {
    const { inputs } = await checkComponent();
    await tenant.injectFault({ path: "/uploads/package" }, { type: "status", status: 403 });
    await expect(provider.component.create(inputs)).rejects.toThrow("is not usable");
    await using next = await startProvider(tenant);
    await next.component.check(inputs, { bundle: bundle.folder });
    expect((await next.global.check({}, connection())).failures).toEqual([]);
  });

  it("asks the tenant nothing where neither has changed", async () => {
    const published = await publish();
    const created = await checkAndCreate(provider.global, connection());
    await using next = await startProvider(tenant);
    await tenant.clearRequests();
    const component = await next.component.check(published.inputs, { bundle: bundle.folder });
    expect((await next.component.diff(published.id, published.outputs, component.inputs)).changes).toBe(
      false,
    );
    expect((await next.global.check(created.inputs, connection())).failures).toEqual([]);
    expect(await tenant.requests()).toEqual([]);
  });
});
