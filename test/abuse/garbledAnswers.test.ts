import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startHostileServer, type HostileServer } from "../support/hostileServer.ts";
import { checkAndCreate, startProvider, type Created, type Provider } from "../support/provider.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const slack = { component: "slack", connectionType: "webhookUrl", stableKey: "slack", name: "Slack" };

/** Ways in which an answer to a change that was carried out cannot be read. */
const garbled: [how: string, spoil: (text: string) => string][] = [
  ["ends in its middle", (text) => text.slice(0, text.length / 2)],
  ["is a web page", () => "<html><title>Please log in</title></html>"],
  [
    "has another shape",
    (text) => {
      const { data } = JSON.parse(text) as { data: object };
      return JSON.stringify({
        data: Object.fromEntries(Object.keys(data).map((name) => [name, { other: 1 }])),
      });
    },
  ],
  [
    "lacks the object",
    (text) => {
      const { data } = JSON.parse(text) as { data: object };
      return JSON.stringify({ data: Object.fromEntries(Object.keys(data).map((name) => [name, null])) });
    },
  ],
];

let tenant: TestTenant;
let server: HostileServer;
let provider: Provider;
beforeEach(async () => {
  tenant = await startTenant();
  server = await startHostileServer(tenant);
  provider = await startProvider(tenant, server.config);
});
afterEach(async () => {
  await provider?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
  await tenant?.dispose();
});

/** Spoils the next answer to an operation, or all of them. */
function spoil(operation: string, how: (text: string) => string, times = 1): void {
  let left = times;
  server.meddle = (passing) => {
    if (passing.operation !== operation || left === 0) return undefined;
    left -= 1;
    return how(passing.text);
  };
}

const sent = async (field: string) =>
  (await tenant.requests()).flatMap(({ rootFields }) => rootFields).filter((each) => each === field).length;

async function next(): Promise<void> {
  await provider[Symbol.asyncDispose]();
  provider = await startProvider(tenant, server.config);
}

describe.each(garbled)("An answer to a change that %s", (_, how) => {
  it("is looked into after a creation, and nothing is created twice", async () => {
    spoil("CreateConnection", how);
    const { id } = await checkAndCreate(provider.customer, slack);
    expect(await tenant.connection("slack")).toMatchObject({ id });
    expect(await sent("createScopedConfigVariable")).toBe(1);
  });

  it("says after an update that it may have been carried out, and how to find out", async () => {
    const made = await checkAndCreate(provider.customer, slack);
    spoil("UpdateConnection", how, Infinity);
    await next();
    const { inputs } = await provider.customer.check(made.inputs, { ...slack, name: "New" });
    await expect(provider.customer.update(made.id, made.outputs, inputs)).rejects.toThrow(
      /^Connection "slack" was not updated: Tenant .* may have been carried out\. .*to find out: pulumi up --refresh$/,
    );
  });

  it("is looked into after a deletion", async () => {
    const made = await checkAndCreate(provider.customer, slack);
    spoil("DeleteConnection", how);
    await next();
    await provider.customer.delete(made.id, made.outputs);
    expect(await tenant.stableKeys()).toEqual([]);
  });
});

describe("A failure of the tenant as a whole", () => {
  const AGAIN =
    "Run the command again later; where it stays like this, show this message to Prismatic's support.";
  const broken = JSON.stringify({ errors: [{ message: "An unknown error has occurred." }] });

  it("in a check says that nothing was changed, and what to do", async () => {
    spoil("ListConnections", () => broken, Infinity);
    expect((await provider.customer.check({}, slack)).failures.map(({ reason }) => reason)).toEqual([
      `Tenant ${tenant.id} at ${server.url} answered "An unknown error has occurred." to ListConnections. ` +
        `Nothing was changed. ${AGAIN}`,
    ]);
  });

  it("names the tenant, too, where it refuses customers of a set", async () => {
    await provider[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
    await tenant.dispose();
    const customers = ["globex", "hooli"].map((externalId) => ({ externalId, name: externalId }));
    tenant = await startTenant({ holds: { customers } });
    server = await startHostileServer(tenant);
    provider = await startProvider(tenant, server.config);
    await checkAndCreate(provider.supplied, { component: "acme", stableKey: "acme", name: "Acme" });
    const keys = { globex: { secrets: { api_key: "hush" } }, hooli: { secrets: { api_key: "hush" } } };
    const { inputs } = await provider.credentialsSet.check(
      {},
      {
        connection: { stableKey: "acme" },
        customers: keys,
      },
    );
    await tenant.injectFault(
      { rootField: "createCustomerConfigVariable" },
      { type: "payloadError", field: "__all__", messages: ["Not today."] },
      2,
    );
    await expect(provider.credentialsSet.create(inputs)).rejects.toMatchObject({
      reasons: [
        'The credentials of 2 customers for connection "acme" were not written: globex, hooli (Not today.), of ' +
          `Tenant ${tenant.id} at ${server.url}. All others were; the next run tries these again.`,
      ],
    });
  });

  it("names the object of a deletion; that of a read is told by the engine, and many failures then stay one", async () => {
    const made: Created = await checkAndCreate(provider.customer, slack);
    spoil("WhoAmI", () => broken, Infinity);
    const answered = `Tenant ${tenant.id} at ${server.url} answered "An unknown error has occurred." to WhoAmI. Nothing was changed. ${AGAIN}`;
    await next();
    const deletion = provider.customer.delete(made.id, made.outputs);
    await expect(deletion).rejects.toThrow(`The connection "slack": ${answered}`);
    await next();
    const read = await provider.customer.read(made.id, made.outputs).catch((error: unknown) => error);
    expect((read as Error).message).toBe(answered);
  });
});
