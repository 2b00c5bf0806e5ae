import { describe, expect, it } from "vitest";
import { ProviderCallError } from "./support/grpc.ts";
import { checkAndCreate, type Created } from "./support/provider.ts";
import { failure, usePublishingWorld, type PublishingWorld } from "./support/publishingWorld.ts";

let world: PublishingWorld;
usePublishingWorld((begun) => (world = begun));

/** The properties that the engine keeps of a resource whose creation or update failed half-way. */
function halfMade(error: Error, inputs: Created["inputs"]): Created {
  if (!(error instanceof ProviderCallError) || error.id === undefined) throw error;
  const { __provider: _constant, ...outputs } = error.properties ?? {};
  return { id: error.id, inputs, outputs };
}

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
      await world.tenant.injectFault({ path }, { type: "status", status: 403, body: "Request has expired" });
      const { inputs } = await world.provider.component.check({}, world.args());
      const error = await failure(world.provider.component.create(inputs));
      expect(error.message).toContain(
        `the upload of ${what} failed: the server answered HTTP 403 "Request has expired"`,
      );
      expect(error.message).toContain(
        `Component "${world.key()}": version 1 was begun in Tenant ${world.tenant.id}`,
      );
      expect(error.message).toContain("has no usable version of it");
      expect(error.message.replaceAll(world.tenant.url, "")).not.toMatch(url);
      const half = halfMade(error, inputs);
      expect(half.outputs["signature"]).toBe("");
      expect(JSON.stringify(half)).not.toMatch(url);
      expect(await world.signatures()).toEqual([]);

      const completed = await world.update(half);
      expect(completed?.outputs).toMatchObject({ signature: inputs["signature"], versionNumber: 2 });
      expect(await world.signatures()).toEqual([inputs["signature"]]);
    },
  );

  it("keeps the version that the tenant has, and says so", async () => {
    const created = await checkAndCreate(world.provider.component, world.args());
    await world.build({ label: "Parcels 2" });
    await world.tenant.injectFault({ path: "/uploads/package" }, { type: "status", status: 403 });
    const error = await failure(world.update(created));
    expect(error.message).toContain("The tenant keeps version 1. To publish it again: pulumi up");
    await world.next();
    const { inputs } = await world.provider.component.check(created.inputs, world.args());
    const half = halfMade(error, inputs);
    expect(half.outputs).toMatchObject({ signature: created.inputs["signature"], versionNumber: 1 });
  });

  it("because the package is not processed in time is completed without publishing it twice", async () => {
    await world.tenant.setProcessing(3600);
    const { inputs } = await world.provider.component.check({}, world.args({ waitSeconds: 1 }));
    const error = await failure(world.provider.component.create(inputs));
    expect(error.message).toMatch(/version 1 .* is not usable: .* within 1 seconds .*waitSeconds/);
    await world.tenant.advanceClock(3601);
    await world.tenant.clearRequests();
    const completed = await world.update(halfMade(error, inputs), world.args({ waitSeconds: 1 }));
    expect(completed?.outputs).toMatchObject({ signature: inputs["signature"], versionNumber: 1 });
    expect(await world.writes()).toEqual([]);
  });

  it("because an answer was lost is sent again and leaves one usable version", async () => {
    await world.tenant.injectFault({ rootField: "publishComponent" }, { type: "dropAfter" });
    const created = await checkAndCreate(world.provider.component, world.args());
    expect(created.outputs["versionNumber"]).toBe(2);
    expect(await world.signatures()).toEqual([created.inputs["signature"]]);
  });

  it("at object storage that has a bad moment is sent again", async () => {
    await world.tenant.injectFault({ path: "/uploads/package" }, { type: "status", status: 503 }, 2);
    await checkAndCreate(world.provider.component, world.args());
    expect(await world.writes()).toEqual([
      "publishComponent",
      "PUT icon",
      "PUT connection-icon",
      ...Array<string>(3).fill("PUT package"),
    ]);
  });

  it("because the tenant refuses it repeats the tenant's words, and nothing was changed", async () => {
    const messages = ["Too many components."];
    await world.tenant.injectFault(
      { rootField: "publishComponent" },
      { type: "payloadError", field: "key", messages },
    );
    const { inputs } = await world.provider.component.check({}, world.args());
    const error = await failure(world.provider.component.create(inputs));
    expect(error.message).toContain(`Component "${world.key()}" was not published`);
    expect(error.message).toContain(`answered "key: Too many components.". It is as it was before.`);
  });

  it("because the bundle changed after its preview is refused before anything is sent", async () => {
    const { inputs } = await world.provider.component.check({}, world.args());
    await world.build({ label: "Built again meanwhile" });
    const error = await failure(world.provider.component.create(inputs));
    expect(error.message).toContain("has changed since it was planned");
    expect(await world.writes()).toEqual([]);
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
    [
      "where an argument is unknown",
      () => world.args({ coment: "x" }),
      /coment: is not an argument.*"comment"/,
    ],
    [
      "where an attribute is unknown",
      () => world.args({ attributes: { commit: "1" } }),
      /attributes.commit: is not an/,
    ],
    [
      "where it would wait for ever",
      () => world.args({ waitSeconds: 1e6 }),
      /waitSeconds: must be at most 3600/,
    ],
  ])("%s", async (_what, mistaken, expected) => {
    const { failures } = await world.provider.component.check({}, mistaken());
    expect(failures.map(({ reason }) => reason)).toEqual([expect.stringMatching(expected)]);
    expect(await world.writes()).toEqual([]);
  });

  it("where icons are missing, each by itself", async () => {
    await world.build({
      iconPath: "logo.svg",
      connections: [{ key: "oauth2", label: "O", iconPath: "gone.png" }],
    });
    const { failures } = await world.provider.component.check({}, world.args());
    expect(
      failures.map(({ reason, property }) => [property, reason.split(": ").slice(2).join(": ")]),
    ).toEqual([
      ["", `the icon must be a .png file, not "logo.svg"`],
      ["", `the icon of connection type "oauth2" is missing: there is no file "gone.png" in it`],
    ]);
  });
});
