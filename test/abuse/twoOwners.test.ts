import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stableKeyUnique } from "../../policies/src/policies/stableKeyUnique.ts";
import { judgeAll, resource } from "../../policies/src/testing/judge.ts";
import { UNKNOWN } from "../../provider/src/dynamic/wire.ts";
import { createBundle } from "../support/componentBundle.ts";
import { checkAndCreate, reasons, startProvider, type Created, type Provider } from "../support/provider.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

type Door = Exclude<keyof Provider, symbol>;
type Arguments = Record<string, unknown>;

const acme = (stableKey: string, more: Arguments = {}) => ({
  component: "acme",
  stableKey,
  name: stableKey,
  ...more,
});
const secrets = { api_key: "hush" };
const of = (stableKey: string, more: Arguments) => ({ connection: { stableKey }, ...more });
const sync = (name: string) =>
  `definitionVersion: 7\nname: ${name}\nflows:\n  - name: Flow\n    steps:\n      - name: Trigger\n        isTrigger: true\n` +
  "        action: { key: webhook, component: { key: webhook-triggers, isPublic: true, version: LATEST } }\n        inputs: {}\n";

/** Pairs that manage one object, by what they manage. */
const pairs: [string, [Door, Arguments], [Door, Arguments]][] = [
  [
    'the connection "acme-1"',
    ["supplied", acme("acme-1")],
    ["supplied", acme("acme-1", { name: "Another" })],
  ],
  ['the connection "acme-2"', ["supplied", acme("acme-2")], ["customer", acme("acme-2")]],
  ['the connection "acme-3"', ["supplied", acme("acme-3")], ["supplied", acme("acme-3")]],
  [
    'the test credentials of connection "there"',
    ["testCredentials", of("there", { secrets })],
    ["testCredentials", of("there", { secrets })],
  ],
  [
    '"use for embedded workflows" of connection "there"',
    ["flag", of("there", { enabled: true })],
    ["flag", of("there", { enabled: false })],
  ],
  [
    'the credentials of customer "globex" for connection "there"',
    ["credentials", of("there", { customer: "globex", secrets })],
    ["credentialsSet", of("there", { customers: { globex: { secrets } } })],
  ],
  [
    'the credentials "Main" of customer "globex" for connection "there"',
    ["credentials", of("there", { customer: "globex", name: "Main", secrets })],
    ["credentials", of("there", { customer: "globex", name: "Main", secrets })],
  ],
  [
    'the credentials of customer "initech" for connection "there"',
    ["credentialsSet", of("there", { customers: { initech: { secrets } } })],
    ["credentialsSet", of("there", { customers: { initech: { secrets } } })],
  ],
  [
    'the embedded access of customer "globex"',
    ["access", { customer: "globex", enabled: true }],
    ["access", { customer: "globex", enabled: false }],
  ],
  [
    'the integration "Sync"',
    ["integration", { definition: sync("Sync") }],
    ["integration", { definition: sync("Sync") }],
  ],
];

describe("Two resources of one program for one object", () => {
  let tenant: TestTenant;
  let provider: Provider;
  beforeAll(async () => {
    const customers = ["globex", "initech"].map((externalId) => ({ externalId, name: externalId }));
    tenant = await startTenant({ holds: { customers } });
    await using earlier = await startProvider(tenant);
    await checkAndCreate(earlier.supplied, acme("there"));
    provider = await startProvider(tenant);
  });
  afterAll(async () => {
    await provider?.[Symbol.asyncDispose]();
    await tenant?.dispose();
  });

  it.each(pairs)(
    "are refused at plan time, before anything is sent: %s",
    async (object, [door, args], [other, same]) => {
      await tenant.clearRequests();
      expect((await provider[door].check({}, args)).failures).toEqual([]);
      const refused = await reasons(provider[other], { inputs: {} }, same);
      expect(refused).toEqual([
        expect.stringContaining(`This program manages ${object} twice in Tenant ${tenant.id}`),
      ]);
      expect(refused[0]).toContain("Remove one of the two; what is in the tenant stays with the other.");
      expect(refused[0]).not.toContain("hush");
      // A mutation by its form alone: Prismatic's judgement of a definition.
      const sent = (await tenant.mutations()).map(({ field }) => field);
      expect(sent.filter((field) => field !== "validateIntegrationSchema")).toEqual([]);
    },
  );

  it("are refused for a component's bundle as well", async () => {
    await using bundle = await createBundle();
    expect((await provider.component.check({}, { bundle: bundle.folder })).failures).toEqual([]);
    expect(
      await reasons(provider.component, { inputs: {} }, { bundle: bundle.folder, comment: "again" }),
    ).toEqual([expect.stringContaining('manages the private component "parcels" twice')]);
  });

  it("are not taken for two where a name or a customer is another, or is not known", async () => {
    const more: [Door, Arguments][] = [
      ["credentials", of("there", { customer: "globex", name: "Second", secrets })],
      ["supplied", { ...acme("x"), stableKey: UNKNOWN }],
      ["supplied", { ...acme("x"), stableKey: UNKNOWN }],
    ];
    for (const [door, args] of more) expect((await provider[door].check({}, args)).failures).toEqual([]);
  });
});

describe("A resource that is in the state", () => {
  let tenant: TestTenant;
  let made: Created;
  let others: Created;
  beforeAll(async () => {
    tenant = await startTenant();
    await using earlier = await startProvider(tenant);
    made = await checkAndCreate(earlier.supplied, acme("kept"));
    others = await checkAndCreate(earlier.supplied, acme("other"));
  });
  afterAll(() => tenant?.dispose());

  it("keeps its object from a new one, in either order, whether it changes or not", async () => {
    for (const args of [acme("kept"), acme("kept", { description: "Changed" })]) {
      await using provider = await startProvider(tenant);
      const { inputs } = await provider.supplied.check(made.inputs, args);
      await provider.supplied.diff(made.id, made.outputs, inputs);
      expect(await reasons(provider.supplied, { inputs: {} }, args)).toHaveLength(1);
      await using another = await startProvider(tenant);
      expect(await reasons(another.supplied, { inputs: {} }, acme("kept"))).toEqual([]);
      expect(await reasons(another.supplied, made, args)).toHaveLength(1);
    }
  });

  it("fails where an update without a preview made the new one first, at once and with the next command", async () => {
    // The new one is created before the engine comes to the other.
    for (const args of [acme("kept", { description: "Of the new one" }), acme("kept")]) {
      await using provider = await startProvider(tenant, { "prismatic:adoptExisting": "true" });
      const another = await checkAndCreate(provider.supplied, args);
      expect(another.id).toBe(made.id);
      expect(await reasons(provider.supplied, made, acme("kept"))).toHaveLength(1);
      await using next = await startProvider(tenant);
      expect(await reasons(next.supplied, another, args)).toEqual([]);
      expect(await reasons(next.supplied, made, acme("kept"))).toHaveLength(1);
      // Whichever leaves the program, the object stays with the other.
      await using last = await startProvider(tenant);
      expect(await reasons(last.supplied, another, args)).toEqual([]);
      await last.supplied.delete(made.id, made.outputs);
      expect(await tenant.stableKeys()).toContain("kept");
    }
  });

  it("is checked a second time where it is replaced, and that is no second owner", async () => {
    await using provider = await startProvider(tenant);
    const news = { ...acme("kept"), component: "slack", connectionType: "webhookUrl" };
    const { inputs } = await provider.supplied.check(made.inputs, news);
    expect((await provider.supplied.diff(made.id, made.outputs, inputs)).replaces).not.toEqual([]);
    expect(await reasons(provider.supplied, { inputs: {} }, news)).toEqual([]);
    // But what comes then is one.
    expect(await reasons(provider.supplied, { inputs: {} }, news)).toHaveLength(1);
  });

  it("may hand its object over to another one that is in the state, but not to both", async () => {
    await using provider = await startProvider(tenant);
    expect(await reasons(provider.supplied, made, acme("moved"))).toEqual([]);
    expect(await reasons(provider.supplied, others, acme("kept"))).toEqual([]);
    await using second = await startProvider(tenant);
    expect(await reasons(second.supplied, made, acme("kept"))).toEqual([]);
    expect(await reasons(second.supplied, others, acme("kept"))).toHaveLength(1);
  });
});

describe("A customer that one resource names by its external id and another by its id", () => {
  const customers = ["globex", "initech"].map((externalId) => ({ externalId, name: externalId }));
  const connections = [
    {
      stableKey: "there",
      name: "There",
      component: "acme",
      variableScope: "customer",
      managedBy: "org",
    } as const,
  ];
  let tenant: TestTenant;
  let id: string;
  beforeAll(async () => {
    tenant = await startTenant({ holds: { customers, connections } });
    const found = await tenant.query<{ customers: { nodes: { id: string; externalId: string }[] } }>(
      "query { customers { nodes { id externalId } } }",
    );
    id = found.customers.nodes.find(({ externalId }) => externalId === "globex")?.id ?? "";
  });
  afterAll(() => tenant?.dispose());

  const one = (customer: string): [Door, Arguments] => ["credentials", of("there", { customer, secrets })];
  const set = (customer: string): [Door, Arguments] => [
    "credentialsSet",
    of("there", { customers: { [customer]: { secrets } } }),
  ];
  const access = (customer: string): [Door, Arguments] => ["access", { customer, enabled: true }];
  const credentials = (customer: string) =>
    `the credentials of customer "${customer}" for connection "there"`;

  it.each([
    ["twice alone", one, one, credentials],
    ["alone and in a set", one, set, credentials],
    ["in a set and alone", set, one, credentials],
    ["in two sets", set, set, credentials],
    [
      "with embedded access",
      access,
      access,
      (customer: string) => `the embedded access of customer "${customer}"`,
    ],
  ])("is one customer, and not to be managed %s", async (_, first, second, object) => {
    for (const [name, other] of [
      ["globex", id],
      [id, "globex"],
    ] as const) {
      await using provider = await startProvider(tenant);
      const [door, args] = first(name);
      expect((await provider[door].check({}, args)).failures).toEqual([]);
      const [again, same] = second(other);
      const [refused, ...more] = await reasons(provider[again], { inputs: {} }, same);
      expect(more).toEqual([]);
      expect(refused).toContain(`This program manages ${object(other)} twice in Tenant ${tenant.id}`);
      expect(refused).toContain(`, which calls it ${object(name)}. Nothing was changed.`);
      const [, another] = second("initech");
      expect(await reasons(provider[again], { inputs: {} }, another)).toEqual([]);
    }
  });

  it("is told also where the other resource is unchanged, in either order; unchanged ones ask nothing", async () => {
    await using earlier = await startProvider(tenant);
    const made = await checkAndCreate(earlier.credentials, one("globex")[1]);
    const [, byId] = one(id);
    await using provider = await startProvider(tenant);
    await tenant.clearRequests();
    expect(await reasons(provider.credentials, made, one("globex")[1])).toEqual([]);
    expect(await tenant.requests()).toEqual([]);
    expect(await reasons(provider.credentials, { inputs: {} }, byId)).toHaveLength(1);
    await using another = await startProvider(tenant);
    expect(await reasons(another.credentials, { inputs: {} }, byId)).toEqual([]);
    expect(await reasons(another.credentials, made, one("globex")[1])).toHaveLength(1);
  });

  it("may be named in the other way from now on", async () => {
    await using earlier = await startProvider(tenant);
    const made = await checkAndCreate(earlier.access, access("globex")[1]);
    await using provider = await startProvider(tenant);
    const [, byId] = access(id);
    const { inputs, failures } = await provider.access.check(made.inputs, byId);
    expect(failures).toEqual([]);
    expect((await provider.access.diff(made.id, made.outputs, inputs)).replaces).toEqual(["customer"]);
    expect(await reasons(provider.access, { inputs: {} }, byId)).toEqual([]);
  });
});

describe("The policy stable-key-unique", () => {
  const named = (type: string, name: string, properties: object, tenant = "one") =>
    resource(type, properties as Arguments, {
      name,
      urn: `urn:${type}::${name}`,
      tenant: { identity: tenant },
    });
  const TYPES: Partial<Record<Door, string>> = {
    supplied: "OrganizationCustomerConnection",
    customer: "CustomerConnection",
    testCredentials: "TestCredentials",
    flag: "EmbeddedWorkflowFlag",
    credentials: "CustomerCredentials",
    credentialsSet: "CustomerCredentialsSet",
    access: "CustomerEmbeddedAccess",
    integration: "Integration",
  };

  it.each(pairs)(
    "finds two of them in a tenant, and none in two tenants: %s",
    (object, [door, args], [other, same]) => {
      const one = named(TYPES[door] ?? "", "one", args);
      const two = named(TYPES[other] ?? "", "two", same);
      const [found, ...more] = judgeAll(stableKeyUnique, [one, two]);
      expect(more).toEqual([]);
      const isConnection = object.startsWith("the connection ");
      expect(found?.message).toBe(
        isConnection
          ? `${TYPES[other]} "two": the stable key ${object.slice(15)} is taken by ${TYPES[door]} "one" in the same tenant. Remove one of the two, or type another stable key; for a second tenant, give the resource that tenant's provider.`
          : `${TYPES[other]} "two": ${object} has ${TYPES[door]} "one" already, in the same tenant. Remove one of the two; for a second tenant, give the resource that tenant's provider.`,
      );
      expect(judgeAll(stableKeyUnique, [one, named(TYPES[other] ?? "", "two", same, "other")])).toEqual([]);
    },
  );

  it("finds a part that a connection declares itself, a component and an integration in code", () => {
    const inline = named("CustomerConnection", "one", acme("a", { testCredentials: UNKNOWN }));
    const apart = named("TestCredentials", "two", { connection: { stableKey: "a" } });
    expect(judgeAll(stableKeyUnique, [inline, apart])).toHaveLength(1);
    const component = (name: string) => named("Component", name, { key: "acme", public: false });
    expect(judgeAll(stableKeyUnique, [component("one"), component("two")])).toHaveLength(1);
    const code = named("CodeNativeIntegration", "one", { name: "Sync" });
    const low = named("Integration", "two", { definition: sync("Sync") });
    expect(judgeAll(stableKeyUnique, [code, low])).toHaveLength(1);
    const customers = named("Integration", "two", { definition: sync("Sync"), customer: "globex" });
    expect(judgeAll(stableKeyUnique, [code, customers])).toEqual([]);
  });
});
