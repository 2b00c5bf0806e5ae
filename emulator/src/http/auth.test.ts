import { describe, expect, test } from "vitest";
import { startEmulator, type Seed } from "../index.ts";
import { Client, client, connect, send, start, temporaryDirectory, type Json } from "../testing/harness.ts";

const who =
  "{ authenticatedUser { name tenantId org { name } } listUserTenants { nodes { tenantId orgName url } } }";

const twoTenants: Seed = {
  stacks: [
    {
      name: "us",
      tenants: [{ name: "Dev" }, { name: "Prod" }],
      people: [
        { name: "Ada", email: "ada@acme.example", refreshToken: "ada", tenants: ["Prod", "Dev"] },
        { name: "Bob", email: "bob@acme.example", refreshToken: "bob", tenants: ["Dev"] },
      ],
    },
  ],
};

describe("exchanging a refresh token", () => {
  test("lands in the person's first tenant, or in the one that is asked for", async () => {
    const emulator = await start({ seed: twoTenants });
    const [stack] = emulator.stacks;
    const [dev, prod] = stack!.tenants;
    expect([dev!.refreshToken, prod!.refreshToken]).toEqual(["bob", "ada"]);
    const landing = async (body: object): Promise<Json> => {
      const { status, body: answer } = await send(`${stack!.url}/auth/refresh`, "POST", body);
      expect(status).toBe(200);
      expect(answer).toMatchObject({ token_type: "Bearer", expires_in: 604_800, refresh_token: "ada" });
      return new Client(stack!.url, answer.access_token).data(who);
    };
    const first = await landing({ refresh_token: "ada" });
    expect(first.authenticatedUser).toMatchObject({ name: "Ada", tenantId: prod!.id, org: { name: "Prod" } });
    expect(first.listUserTenants.nodes).toEqual([
      { tenantId: prod!.id, orgName: "Prod", url: stack!.url },
      { tenantId: dev!.id, orgName: "Dev", url: stack!.url },
    ]);
    const second = await landing({ refresh_token: "ada", tenant_id: dev!.id });
    expect(second.authenticatedUser.org.name).toBe("Dev");
  });

  test("for a tenant out of reach is denied, and an unknown token is not accepted", async () => {
    const emulator = await start({ seed: twoTenants });
    const [{ url, tenants }] = emulator.stacks as [(typeof emulator.stacks)[number]];
    const body = { refresh_token: "bob", tenant_id: tenants[1]!.id };
    const denied = await send(`${url}/auth/refresh`, "POST", body);
    expect(denied).toMatchObject({ status: 403, body: { error: "access_denied" } });
    const unknown = await send(`${url}/auth/refresh`, "POST", { refresh_token: "eve" });
    expect(unknown).toMatchObject({ status: 401, body: { error: "invalid_grant" } });
    expect((await send(`${url}/auth/refresh`, "POST")).status).toBe(401);
  });

  test("ends with its revocation", async () => {
    const emulator = await start({ seed: twoTenants });
    const { url } = emulator.stacks[0]!;
    await send(`${url}/auth/revoke`, "POST", { refresh_token: "bob" });
    expect((await send(`${url}/auth/refresh`, "POST", { refresh_token: "bob" })).status).toBe(401);
    expect((await send(`${url}/auth/refresh`, "POST", { refresh_token: "ada" })).status).toBe(200);
  });
});

describe("an access token", () => {
  test("expires by the stack's clock", async () => {
    const tenant = await client({ accessTokenLifetimeSeconds: 3600 });
    // A slow machine takes a while to ask.
    await tenant.admin("POST", "clock", { advanceSeconds: 3000 });
    expect((await tenant.request(who)).status).toBe(200);
    await tenant.admin("POST", "clock", { advanceSeconds: 601 });
    expect((await tenant.request(who)).status).toBe(401);
  });

  test("is refused once all tokens are, while new ones are good", async () => {
    const emulator = await start();
    const before = await connect(emulator);
    await before.admin("POST", "expire-tokens");
    expect((await before.request(who)).status).toBe(401);
    expect((await (await connect(emulator)).request(who)).status).toBe(200);
  });
});

describe("a suspended tenant", () => {
  const { tenants, ...stack } = twoTenants.stacks[0]!;
  const seed = { stacks: [{ ...stack, tenants: [tenants[0]!, { ...tenants[1]!, suspended: true }] }] };
  const suspended = "{ listUserTenants { nodes { orgName systemSuspended } } }";

  test("is listed as such, and no token leads there", async () => {
    const emulator = await start({ seed });
    const { url, tenants: started } = emulator.stacks[0]!;
    const [dev, prod] = started.map(({ id }) => id);
    const exchange = (tenantId?: string) =>
      send(`${url}/auth/refresh`, "POST", { refresh_token: "ada", tenant_id: tenantId });
    const refusal = {
      status: 403,
      body: { error: "access_denied", error_description: `The tenant ${prod} is suspended.` },
    };
    expect(await exchange(prod)).toMatchObject(refusal);
    expect(await exchange()).toMatchObject(refusal);
    const { body } = await exchange(dev);
    expect(await new Client(url, body.access_token).data(suspended)).toEqual({
      listUserTenants: {
        nodes: [
          { orgName: "Prod", systemSuspended: true },
          { orgName: "Dev", systemSuspended: false },
        ],
      },
    });
  });

  test("gives out tokens that tell the owner's tenants and nothing else, where the switch says so", async () => {
    const emulator = await start({ seed, switches: { "suspended-tenant": "limited" } });
    const { url } = emulator.stacks[0]!;
    const { body } = await send(`${url}/auth/refresh`, "POST", { refresh_token: "ada" });
    const limited = new Client(url, body.access_token);
    expect(
      await limited.data("{ authenticatedUser { name } listUserTenants { nodes { orgName } } }"),
    ).toMatchObject({
      listUserTenants: { nodes: [{ orgName: "Prod" }, { orgName: "Dev" }] },
    });
    expect(await limited.request("{ organization { name } }")).toMatchObject({ status: 403 });
  });

  test("refuses the tokens that it has given out, until it is no longer suspended", async () => {
    const emulator = await start({ seed: twoTenants });
    const tenant = await connect(emulator);
    const tenantId = emulator.stacks[0]!.tenants[0]!.id;
    const answer = async (): Promise<number> => (await tenant.request("{ organization { name } }")).status;
    expect(await answer()).toBe(200);
    await tenant.admin("POST", "suspension", { tenantId, suspended: true });
    expect(await tenant.request(suspended)).toMatchObject({
      status: 403,
      body: { errors: [{ message: `The tenant ${tenantId} is suspended.` }] },
    });
    await tenant.admin("POST", "suspension", { tenantId, suspended: false });
    expect(await answer()).toBe(200);
    expect(
      (await tenant.admin("POST", "suspension", { tenantId: "x", suspended: true })).errors[0].message,
    ).toBe("There is no tenant x");
  });

  test("stays suspended when the emulator starts again", async () => {
    const dataDirectory = temporaryDirectory();
    const first = await startEmulator({ dataDirectory, seed: twoTenants });
    const tenantId = first.stacks[0]!.tenants[1]!.id;
    await (await connect(first)).admin("POST", "suspension", { tenantId, suspended: true });
    await first.close();
    const { url } = (await start({ dataDirectory })).stacks[0]!;
    const { status } = await send(`${url}/auth/refresh`, "POST", {
      refresh_token: "ada",
      tenant_id: tenantId,
    });
    expect(status).toBe(403);
  });
});
