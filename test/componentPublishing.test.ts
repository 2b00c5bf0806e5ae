import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createBundle, type Bundle, type DeclaredComponent } from "./support/componentBundle.ts";
import { ProviderCallError } from "./support/grpc.ts";
import { checkAndCreate, startProvider, type Created, type Provider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const PUBLISH = ["PUT icon", "PUT connection-icon", "PUT package"];

let tenant: TestTenant;
let provider: Provider;
let bundle: Bundle;

beforeAll(async () => {
  tenant = await startTenant({
    holds: { customers: [{ externalId: "globex", name: "Globex" }] },
  });
  await tenant.setProcessing(0);
  provider = await startProvider(tenant);
});
beforeEach(async () => {
  bundle = await createBundle({ key: keyOfTest() });
  await tenant.clearRequests();
});
afterEach(async () => {
  await tenant.clearFaults();
  await tenant.setProcessing(0);
  await bundle[Symbol.asyncDispose]();
});
afterAll(async () => {
  await provider?.[Symbol.asyncDispose]();
  await tenant?.dispose();
});

let tests = 0;

/** Each test publishes a component of its own. */
function keyOfTest(): string {
  tests += 1;
  return key();
}

const key = (): string => `parcels${tests}`;

const build = (declared: DeclaredComponent) => bundle.build({ key: key(), ...declared });

const args = (more: Record<string, unknown> = {}) => ({ bundle: bundle.folder, ...more });

/** The writes that the provider sent, in their order: mutations by their field, uploads by what they carry. */
async function writes(): Promise<string[]> {
  return (await tenant.requests()).flatMap(({ kind, path, rootFields }) => {
    if (path.startsWith("/uploads/")) return [`PUT ${path.split("/").at(-1)}`];
    return kind === "mutation" ? rootFields : [];
  });
}

const signatures = async (): Promise<string[]> =>
  (await tenant.componentVersions(key())).map(({ signature }) => signature);

/** An integration with one step of a component. */
const definitionWithStepOf = (component: string, name: string): string => `
definitionVersion: 7
name: ${name}
flows:
  - name: Flow
    steps:
      - name: Trigger
        isTrigger: true
        action: { key: webhook, component: { key: webhook-triggers, isPublic: true, version: LATEST } }
        inputs: {}
      - name: List
        action: { key: list, component: { key: ${component}, isPublic: false, version: LATEST } }
        inputs: {}
`;

async function importIntegration(definition: string): Promise<void> {
  const { importIntegration: answer } = await tenant.query<{ importIntegration: { errors: unknown[] } }>(
    `mutation ($definition: String!) { importIntegration(input: { definition: $definition }) { errors { messages } } }`,
    { definition },
  );
  if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
}

/** What a failing call says. */
const failure = (call: Promise<unknown>): Promise<Error> =>
  call.then(
    () => new Error("It did not fail"),
    (error: unknown) => error as Error,
  );

/** What the engine keeps of a resource whose creation or update failed half-way. */
function halfMade(error: Error, inputs: Created["inputs"]): Created {
  if (!(error instanceof ProviderCallError) || error.id === undefined) throw error;
  const { __provider: _constant, ...outputs } = error.properties ?? {};
  return { id: error.id, inputs, outputs };
}

/** Brings a created component to new arguments as the engine does; undefined where there is no difference. */
async function update(created: Created, news = args()): Promise<Created | undefined> {
  const { inputs, failures } = await provider.component.check(created.inputs, news);
  if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
  const { changes } = await provider.component.diff(created.id, created.outputs, inputs);
  if (changes !== true) return undefined;
  return {
    id: created.id,
    inputs,
    outputs: await provider.component.update(created.id, created.outputs, inputs),
  };
}

describe("A component", () => {
  it("is published with its icons first and its package last, and then usable", async () => {
    const attributes = { commitHash: "0815", repoUrl: "https://git.example/acme" };
    const created = await checkAndCreate(provider.component, args({ comment: "First", attributes }));
    expect(await writes()).toEqual(["publishComponent", ...PUBLISH]);
    const [version, ...others] = await tenant.componentVersions(key());
    expect(others).toEqual([]);
    expect(version).toMatchObject({
      label: "Parcels",
      versionNumber: 1,
      signature: created.inputs["signature"],
      versionComment: "First",
      iconUrl: expect.stringContaining("http") as string,
    });
    expect(JSON.parse(version?.versionAttributes ?? "")).toEqual(attributes);
    expect(created.outputs).toEqual({
      ...args({ comment: "First", attributes }),
      key: key(),
      public: false,
      signature: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
      connectionTypes: { apiKey: ["api_key"] },
      versionNumber: 1,
      schemaVersion: 1,
    });
  });

  it("shows at preview what changes: the signature, and inputs of connection types that come or go", async () => {
    const created = await checkAndCreate(provider.component, args());
    await build({
      inputs: [{ key: "region" }],
      connections: [{ key: "oauth2", label: "OAuth", inputs: [] }],
    });
    const { inputs } = await provider.component.check(created.inputs, args());
    expect(inputs["connectionTypes"]).toEqual({ apiKey: ["api_key", "region"], oauth2: [] });
    expect(inputs["signature"]).not.toBe(created.inputs["signature"]);
    expect(await provider.component.diff(created.id, created.outputs, inputs)).toMatchObject({
      changes: true,
      replaces: [],
    });
  });

  it("is published again with another bundle and with nothing else", async () => {
    const created = await checkAndCreate(provider.component, args({ comment: "First" }));
    await tenant.clearRequests();
    expect(
      await update(created, args({ comment: "Second", attributes: { commitHash: "1" } })),
    ).toBeUndefined();
    expect(await tenant.requests()).toEqual([]);
    await build({ label: "Parcels 2" });
    const updated = await update(created, args({ comment: "Second" }));
    expect(updated?.outputs).toMatchObject({ versionNumber: 2, comment: "Second" });
    expect((await tenant.componentVersions(key())).map(({ label }) => label)).toEqual([
      "Parcels",
      "Parcels 2",
    ]);
  });

  it("is taken over where the tenant has the very bundle already, whoever published it", async () => {
    const created = await checkAndCreate(provider.component, args());
    await tenant.clearRequests();
    await using other = await startProvider(tenant);
    const again = await checkAndCreate(other.component, args());
    expect(again).toEqual(created);
    expect(await writes()).toEqual([]);
    expect(other.component.stdout).toContain(`has this very bundle as version 1 already; it was taken over`);
  });

  it("of another bundle is not overwritten by a new resource, unless adopting is configured", async () => {
    const { inputs } = await checkAndCreate(provider.component, args());
    await build({ label: "Other" });
    await tenant.clearRequests();
    await using fresh = await startProvider(tenant);
    const { failures } = await fresh.component.check({}, args());
    expect(failures.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(
        `has component "${key()}" already, and its version 1 is another bundle.*adoptExisting true`,
      ),
    ]);
    expect(await writes()).toEqual([]);
    await using adopting = await startProvider(tenant, { "prismatic:adoptExisting": "true" });
    const adopted = await checkAndCreate(adopting.component, args());
    expect(await signatures()).toEqual([inputs["signature"], adopted.inputs["signature"]]);
  });

  it("belongs to a customer where the program says so", async () => {
    const { failures } = await provider.component.check({}, args({ customer: "globx" }));
    expect(failures[0]?.reason).toMatch(/customer: .* no customer .* "globx".*Did you mean "globex"/);
    await checkAndCreate(provider.component, args({ customer: "globex" }));
    expect((await tenant.componentVersions(key()))[0]?.customer).toEqual({ externalId: "globex" });
  });

  it("is replaced where its bundle declares another key or its customer changes", async () => {
    const created = await checkAndCreate(provider.component, args());
    await bundle.build({ key: `${key()}-renamed` });
    const { inputs } = await provider.component.check(created.inputs, args({ customer: "globex" }));
    expect((await provider.component.diff(created.id, created.outputs, inputs)).replaces).toEqual([
      "key",
      "customer",
    ]);
  });
});

describe("A publication that fails", () => {
  const url = /uploads\/|signature=|https?:\/\/\S+\?/;

  it.each([
    ["icon", `the icon ("icon.png")`],
    ["connection-icon", `the icon of connection type "apiKey" ("apiKey.png")`],
    ["package", "the package (1 kB)"],
  ])(
    "at the upload of the %s says so, shows no address, and is completed by the next run",
    async (kind, what) => {
      const path = `/uploads/${kind}`;
      await tenant.injectFault({ path }, { type: "status", status: 403, body: "Request has expired" });
      const { inputs } = await provider.component.check({}, args());
      const error = await failure(provider.component.create(inputs));
      expect(error.message).toContain(
        `the upload of ${what} failed: the server answered HTTP 403 "Request has expired"`,
      );
      expect(error.message).toContain(`Component "${key()}": version 1 was begun in Tenant ${tenant.id}`);
      expect(error.message).toContain("has no usable version of it");
      expect(error.message.replaceAll(tenant.url, "")).not.toMatch(url);
      const half = halfMade(error, inputs);
      expect(half.outputs["signature"]).toBe("");
      expect(JSON.stringify(half)).not.toMatch(url);
      expect(await signatures()).toEqual([]);

      const completed = await update(half);
      expect(completed?.outputs).toMatchObject({ signature: inputs["signature"], versionNumber: 2 });
      expect(await signatures()).toEqual([inputs["signature"]]);
    },
  );

  it("keeps the version that the tenant has, and says so", async () => {
    const created = await checkAndCreate(provider.component, args());
    await build({ label: "Parcels 2" });
    await tenant.injectFault({ path: "/uploads/package" }, { type: "status", status: 403 });
    const error = await failure(update(created));
    expect(error.message).toContain("The tenant keeps version 1. To publish it again: pulumi up");
    const { inputs } = await provider.component.check(created.inputs, args());
    const half = halfMade(error, inputs);
    expect(half.outputs).toMatchObject({ signature: created.inputs["signature"], versionNumber: 1 });
  });

  it("because the package is not processed in time is completed without publishing it twice", async () => {
    await tenant.setProcessing(3600);
    const { inputs } = await provider.component.check({}, args({ waitSeconds: 1 }));
    const error = await failure(provider.component.create(inputs));
    expect(error.message).toMatch(/version 1 .* is not usable: .* within 1 seconds .*waitSeconds/);
    await tenant.advanceClock(3601);
    await tenant.clearRequests();
    const completed = await update(halfMade(error, inputs), args({ waitSeconds: 1 }));
    expect(completed?.outputs).toMatchObject({ signature: inputs["signature"], versionNumber: 1 });
    expect(await writes()).toEqual([]);
  });

  it("because an answer was lost is sent again and leaves one usable version", async () => {
    await tenant.injectFault({ rootField: "publishComponent" }, { type: "dropAfter" });
    const created = await checkAndCreate(provider.component, args());
    expect(created.outputs["versionNumber"]).toBe(2);
    expect(await signatures()).toEqual([created.inputs["signature"]]);
  });

  it("at object storage that has a bad moment is sent again", async () => {
    await tenant.injectFault({ path: "/uploads/package" }, { type: "status", status: 503 }, 2);
    await checkAndCreate(provider.component, args());
    expect(await writes()).toEqual([
      "publishComponent",
      "PUT icon",
      "PUT connection-icon",
      ...Array<string>(3).fill("PUT package"),
    ]);
  });

  it("because the tenant refuses it repeats the tenant's words, and nothing was changed", async () => {
    const messages = ["Too many components."];
    await tenant.injectFault(
      { rootField: "publishComponent" },
      { type: "payloadError", field: "key", messages },
    );
    const { inputs } = await provider.component.check({}, args());
    const error = await failure(provider.component.create(inputs));
    expect(error.message).toContain(`Component "${key()}" was not published`);
    expect(error.message).toContain(`answered "key: Too many components.". It is as it was before.`);
  });

  it("because the bundle changed after its preview is refused before anything is sent", async () => {
    const { inputs } = await provider.component.check({}, args());
    await build({ label: "Built again meanwhile" });
    const error = await failure(provider.component.create(inputs));
    expect(error.message).toContain("has changed since it was planned");
    expect(await writes()).toEqual([]);
  });
});

describe("A plan is refused, before anything is sent,", () => {
  it.each<[string, () => Record<string, unknown>, RegExp]>([
    ["without a bundle", () => ({}), /^bundle: is required$/],
    [
      "where the bundle is not there",
      () => ({ bundle: "no/where" }),
      /^bundle: "no\/where" does not exist in/,
    ],
    ["where an argument is unknown", () => args({ coment: "x" }), /coment: is not an argument.*"comment"/],
    [
      "where an attribute is unknown",
      () => args({ attributes: { commit: "1" } }),
      /attributes.commit: is not an/,
    ],
    ["where it would wait for ever", () => args({ waitSeconds: 1e6 }), /waitSeconds: must be at most 3600/],
  ])("%s", async (_what, mistaken, expected) => {
    const { failures } = await provider.component.check({}, mistaken());
    expect(failures.map(({ reason }) => reason)).toEqual([expect.stringMatching(expected)]);
    expect(await writes()).toEqual([]);
  });

  it("where icons are missing, each by itself", async () => {
    await build({ iconPath: "logo.svg", connections: [{ key: "oauth2", label: "O", iconPath: "gone.png" }] });
    const { failures } = await provider.component.check({}, args());
    expect(
      failures.map(({ reason, property }) => [property, reason.split(": ").slice(2).join(": ")]),
    ).toEqual([
      ["", `the icon must be a .png file, not "logo.svg"`],
      ["", `the icon of connection type "oauth2" is missing: there is no file "gone.png" in it`],
    ]);
  });
});

describe("A refresh", () => {
  it("shows a version that somebody else published, and an update publishes ours again", async () => {
    const created = await checkAndCreate(provider.component, args());
    await using theirs = await createBundle({ key: key(), inputs: [{ key: "region" }] });
    await using other = await startProvider(tenant, { "prismatic:adoptExisting": "true" });
    const foreign = await checkAndCreate(other.component, { bundle: theirs.folder });

    const read = await provider.component.read(created.id, created.outputs);
    expect(read.inputs).toMatchObject({
      signature: foreign.inputs["signature"],
      connectionTypes: { apiKey: ["api_key", "region"] },
    });
    expect(read.outputs["versionNumber"]).toBe(2);
    const repaired = await update({ id: created.id, inputs: read.inputs, outputs: read.outputs });
    expect(repaired?.outputs["versionNumber"]).toBe(3);
    expect((await signatures()).at(-1)).toBe(created.inputs["signature"]);
  });

  it("of what is as it was finds nothing, in one request for all", async () => {
    const created = await checkAndCreate(provider.component, args());
    await tenant.clearRequests();
    const reads = await Promise.all(
      [1, 2, 3].map(() => provider.component.read(created.id, created.outputs)),
    );
    for (const read of reads) expect(read).toEqual(created);
    const queries = (await tenant.requests()).filter(({ kind }) => kind === "query");
    expect(queries.map(({ operationName }) => operationName)).toEqual(["FindPublishedComponents"]);
  });

  it("of one that is gone says so", async () => {
    const created = await checkAndCreate(provider.component, args());
    const id = (await tenant.componentVersions(key()))[0]?.id;
    await tenant.query(
      `mutation ($input: DeleteComponentInput!) { deleteComponent(input: $input) { errors { messages } } }`,
      { input: { id } },
    );
    expect((await provider.component.read(created.id, created.outputs)).id).toBe("");
  });
});

describe("A component whose resource is destroyed", () => {
  it("is kept, and the output says so", async () => {
    const created = await checkAndCreate(provider.component, args());
    await using other = await startProvider(tenant);
    await tenant.clearRequests();
    await other.component.delete(created.id, created.outputs);
    expect(await tenant.requests()).toEqual([]);
    expect(other.component.stdout).toContain(`Component "${key()}" is kept in Tenant ${tenant.id}`);
  });

  it("is deleted where the program says so, and deleting it twice is no failure", async () => {
    const created = await checkAndCreate(provider.component, args({ deleteOnDestroy: true }));
    await using other = await startProvider(tenant);
    await other.component.delete(created.id, created.outputs);
    expect(await signatures()).toEqual([]);
    await other.component.delete(created.id, created.outputs);
  });

  it("is not deleted while connections or integrations use it, which are named", async () => {
    const created = await checkAndCreate(provider.component, args({ deleteOnDestroy: true }));
    const { id } = await checkAndCreate(provider.customer, {
      component: { key: key(), public: false },
      stableKey: `${key()}-key`,
      name: "Parcels",
    });
    expect(id).not.toBe("");
    for (const name of ["Orders", "Invoices"]) await importIntegration(definitionWithStepOf(key(), name));
    await using other = await startProvider(tenant);
    await tenant.clearRequests();
    const error = await failure(other.component.delete(created.id, created.outputs));
    expect(error.message).toContain(
      `it is used by integrations Invoices, Orders and connections ${key()}-key. Nothing was changed.`,
    );
    expect(await writes()).toEqual([]);
  });

  it("becomes one that is deleted by a decision alone, without a new version", async () => {
    const created = await checkAndCreate(provider.component, args());
    const decided = await update(created, args({ deleteOnDestroy: true }));
    expect(decided?.outputs["deleteOnDestroy"]).toBe(true);
    expect(await signatures()).toHaveLength(1);
  });
});
