import { describe, expect, it } from "vitest";
import { createBundle } from "./support/componentBundle.ts";
import { checkAndCreate, startProvider } from "./support/provider.ts";
import { failure, usePublishingWorld, type PublishingWorld } from "./support/publishingWorld.ts";

const PUBLISH = ["PUT icon", "PUT connection-icon", "PUT package"];

let world: PublishingWorld;
usePublishingWorld((begun) => (world = begun));

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
  const { importIntegration: answer } = await world.tenant.query<{
    importIntegration: { errors: unknown[] };
  }>(
    `mutation ($definition: String!) { importIntegration(input: { definition: $definition }) { errors { messages } } }`,
    { definition },
  );
  if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
}

describe("A component", () => {
  it("is published with its icons first and its package last, and then usable", async () => {
    const attributes = { commitHash: "0815", repoUrl: "https://git.example/acme" };
    const created = await checkAndCreate(
      world.provider.component,
      world.args({ comment: "First", attributes }),
    );
    expect(await world.writes()).toEqual(["publishComponent", ...PUBLISH]);
    const [version, ...others] = await world.tenant.componentVersions(world.key());
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
      ...world.args({ comment: "First", attributes }),
      key: world.key(),
      public: false,
      signature: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
      connectionTypes: { apiKey: ["api_key"] },
      versionNumber: 1,
      schemaVersion: 1,
      tenant: `${world.tenant.id} at ${world.tenant.url}`,
    });
  });

  it("shows at preview what changes: the signature, and inputs of connection types that come or go", async () => {
    const created = await checkAndCreate(world.provider.component, world.args());
    await world.build({
      inputs: [{ key: "region" }],
      connections: [{ key: "oauth2", label: "OAuth", inputs: [] }],
    });
    const { inputs } = await world.provider.component.check(created.inputs, world.args());
    expect(inputs["connectionTypes"]).toEqual({ apiKey: ["api_key", "region"], oauth2: [] });
    expect(inputs["signature"]).not.toBe(created.inputs["signature"]);
    expect(await world.provider.component.diff(created.id, created.outputs, inputs)).toMatchObject({
      changes: true,
      replaces: [],
    });
  });

  it("is published again with another bundle and with nothing else", async () => {
    const created = await checkAndCreate(world.provider.component, world.args({ comment: "First" }));
    await world.tenant.clearRequests();
    expect(
      await world.update(created, world.args({ comment: "Second", attributes: { commitHash: "1" } })),
    ).toBeUndefined();
    expect(await world.tenant.requests()).toEqual([]);
    await world.build({ label: "Parcels 2" });
    const updated = await world.update(created, world.args({ comment: "Second" }));
    expect(updated?.outputs).toMatchObject({ versionNumber: 2, comment: "Second" });
    expect((await world.tenant.componentVersions(world.key())).map(({ label }) => label)).toEqual([
      "Parcels",
      "Parcels 2",
    ]);
  });

  it("is taken over where the tenant has the very bundle already, whoever published it", async () => {
    const created = await checkAndCreate(world.provider.component, world.args());
    await world.tenant.clearRequests();
    await using other = await startProvider(world.tenant);
    const again = await checkAndCreate(other.component, world.args());
    expect(again).toEqual(created);
    expect(await world.writes()).toEqual([]);
    expect(other.component.stdout).toContain(`has this very bundle as version 1 already; it was taken over`);
  });

  it("of another bundle is not overwritten by a new resource, unless adopting is configured", async () => {
    const { inputs } = await checkAndCreate(world.provider.component, world.args());
    await world.build({ label: "Other" });
    await world.tenant.clearRequests();
    await using fresh = await startProvider(world.tenant);
    const { failures } = await fresh.component.check({}, world.args());
    expect(failures.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(
        `has component "${world.key()}" already, and its version 1 is another bundle.*adoptExisting true`,
      ),
    ]);
    expect(await world.writes()).toEqual([]);
    await using adopting = await startProvider(world.tenant, { "prismatic:adoptExisting": "true" });
    const adopted = await checkAndCreate(adopting.component, world.args());
    expect(await world.signatures()).toEqual([inputs["signature"], adopted.inputs["signature"]]);
  });

  it("belongs to a customer where the program says so", async () => {
    const { failures } = await world.provider.component.check({}, world.args({ customer: "globx" }));
    expect(failures[0]?.reason).toMatch(/customer: .* no customer .* "globx".*Did you mean "globex"/);
    await checkAndCreate(world.provider.component, world.args({ customer: "globex" }));
    expect((await world.tenant.componentVersions(world.key()))[0]?.customer).toEqual({
      externalId: "globex",
    });
  });

  it("is replaced where its bundle declares another key or its customer changes", async () => {
    const created = await checkAndCreate(world.provider.component, world.args());
    await world.build({ key: `${world.key()}-renamed` });
    const { inputs } = await world.provider.component.check(
      created.inputs,
      world.args({ customer: "globex" }),
    );
    expect((await world.provider.component.diff(created.id, created.outputs, inputs)).replaces).toEqual([
      "key",
      "customer",
    ]);
  });
});

describe("A refresh", () => {
  it("shows a version that somebody else published, and an update publishes ours again", async () => {
    const created = await checkAndCreate(world.provider.component, world.args());
    await using theirs = await createBundle({ key: world.key(), inputs: [{ key: "region" }] });
    await using other = await startProvider(world.tenant, { "prismatic:adoptExisting": "true" });
    const foreign = await checkAndCreate(other.component, { bundle: theirs.folder });

    const read = await world.provider.component.read(created.id, created.outputs);
    expect(read.inputs).toMatchObject({
      signature: foreign.inputs["signature"],
      connectionTypes: { apiKey: ["api_key", "region"] },
    });
    expect(read.outputs["versionNumber"]).toBe(2);
    const repaired = await world.update({ id: created.id, inputs: read.inputs, outputs: read.outputs });
    expect(repaired?.outputs["versionNumber"]).toBe(3);
    expect((await world.signatures()).at(-1)).toBe(created.inputs["signature"]);
  });

  it("of what is as it was finds nothing, in one request for all", async () => {
    const created = await checkAndCreate(world.provider.component, world.args());
    await world.tenant.clearRequests();
    const reads = await Promise.all(
      [1, 2, 3].map(() => world.provider.component.read(created.id, created.outputs)),
    );
    for (const read of reads) expect(read).toEqual(created);
    const queries = (await world.tenant.requests()).filter(({ kind }) => kind === "query");
    expect(queries.map(({ operationName }) => operationName)).toEqual(["FindPublishedComponents"]);
  });

  it("of one that is gone says so", async () => {
    const created = await checkAndCreate(world.provider.component, world.args());
    const id = (await world.tenant.componentVersions(world.key()))[0]?.id;
    await world.tenant.query(
      `mutation ($input: DeleteComponentInput!) { deleteComponent(input: $input) { errors { messages } } }`,
      { input: { id } },
    );
    expect((await world.provider.component.read(created.id, created.outputs)).id).toBe("");
  });
});

describe("A component whose resource is destroyed", () => {
  it("is kept, and the output says so", async () => {
    const created = await checkAndCreate(world.provider.component, world.args());
    await using other = await startProvider(world.tenant);
    await world.tenant.clearRequests();
    await other.component.delete(created.id, created.outputs);
    // The state names its tenant, which is compared with the one that the token is for.
    const asked = (await world.tenant.requests()).map(({ operationName, path }) => operationName ?? path);
    expect(asked).toEqual(["/auth/refresh", "WhoAmI"]);
    expect(other.component.stdout).toContain(
      `Component "${world.key()}" is kept in Tenant ${world.tenant.id}`,
    );
  });

  it("is deleted where the program says so, and deleting it twice is no failure", async () => {
    const created = await checkAndCreate(world.provider.component, world.args({ deleteOnDestroy: true }));
    await using other = await startProvider(world.tenant);
    await other.component.delete(created.id, created.outputs);
    expect(await world.signatures()).toEqual([]);
    await other.component.delete(created.id, created.outputs);
  });

  it("is not deleted while connections or integrations use it, which are named", async () => {
    const created = await checkAndCreate(world.provider.component, world.args({ deleteOnDestroy: true }));
    const { id } = await checkAndCreate(world.provider.customer, {
      component: { key: world.key(), public: false },
      stableKey: `${world.key()}-key`,
      name: "Parcels",
    });
    expect(id).not.toBe("");
    for (const name of ["Orders", "Invoices"])
      await importIntegration(definitionWithStepOf(world.key(), name));
    await using other = await startProvider(world.tenant);
    await world.tenant.clearRequests();
    const error = await failure(other.component.delete(created.id, created.outputs));
    expect(error.message).toContain(
      `it is used by integrations Invoices, Orders and connections ${world.key()}-key. Nothing was changed.`,
    );
    expect(await world.writes()).toEqual([]);
  });

  it("becomes one that is deleted by a decision alone, without a new version", async () => {
    const created = await checkAndCreate(world.provider.component, world.args());
    const decided = await world.update(created, world.args({ deleteOnDestroy: true }));
    expect(decided?.outputs["deleteOnDestroy"]).toBe(true);
    expect(await world.signatures()).toHaveLength(1);
  });
});
