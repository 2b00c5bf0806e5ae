import type { Switches } from "prismatic-emulator";
import { describe, expect, it } from "vitest";
import { importables } from "../provider/src/cli/importables.ts";
import { importRequest } from "../provider/src/cli/importRequest.ts";
import { plannedMutations } from "../provider/src/plannedMutations.ts";
import { operations } from "../provider/src/tenant/operation.ts";
import { TenantSession } from "../provider/src/tenant/session.ts";
import { resolveSettings } from "../provider/src/tenant/settings.ts";
import type { DynamicProvider } from "./support/dynamicProvider.ts";
import { checkAndCreate, reasons, startProvider, type Created } from "./support/provider.ts";
import { startTenant } from "./support/tenant.ts";
import { Commands, dropbox, logged, tokens, ways, type Args, type Way } from "./support/tokenCommands.ts";

const each: [string, Way][] = Object.entries(ways);

/** Settings of the switches about tokens: the assumed ones, and all the others. */
const settings: Record<string, Partial<Switches>> = {
  "Prismatic as it is assumed to be": {},
  "Prismatic in the other way": {
    "token-update-sets-active": "always",
    "token-in-meta": "hidden",
    "token-on-customer-scope": "accepted",
    "changed-oauth-client": "kept",
  },
};

describe.each(Object.entries(settings))("With %s, oauthTokens of", (_, switches) => {
  it.each(each)("%s make a run without a person end ACTIVE", async (_name, way) => {
    await using commands = await Commands.begin(way, switches);
    const { tenant, made } = commands;
    const { id, status, meta } = await commands.authorization();
    expect(status).toBe("ACTIVE");
    const mutations = await tenant.mutations();
    expect(mutations.at(-1)).toEqual({ field: way.mutation.field, input: { id, ...logged(tokens) } });
    const held = { access_token: "hush-access-1", refresh_token: "hush-refresh-1", expires_in: 14400 };
    if (switches["token-in-meta"] !== "hidden") expect(JSON.parse(meta ?? "")).toMatchObject({ token: held });
    expect(commands.stdout).not.toContain("must be authorized");
    const type = `pulumi-nodejs:dynamic/prismatic:${way.type}`;
    const announced = plannedMutations(type, { op: "create", news: made.inputs });
    expect(announced.map(({ field }) => field)).toEqual(mutations.map(({ field }) => field));
    expect(announced.at(-1)).toMatchObject({
      ...way.mutation,
      carries: [...Object.keys(tokens).toSorted(), "status"],
    });

    expect(await commands.refresh()).toBe(false);
    expect(await commands.up(way.args(tokens))).toEqual([]);

    const others = { accessToken: "hush-access-2", additionalTokenFields: '{"team":"hush-team"}' };
    expect(await commands.up(way.args(others))).toEqual([
      { field: way.mutation.field, input: { id, ...logged(others) } },
    ]);
    expect(commands.made.inputs.secretRevisions).toMatchObject({
      [`${way.argument}.accessToken`]: 2,
      [`${way.argument}.additionalTokenFields`]: 1,
    });
    // The values beside them are not written again.
    expect((await tenant.values("files")).clientId).toBe("app-1");
    expect(commands.made.outputs.status ?? "ACTIVE").not.toBe("PENDING");

    expect(await commands.up(way.args())).toEqual([]);
    expect(JSON.stringify(commands.made.outputs)).not.toContain("hush-access");
    await commands.setStatus("error");
    expect(await commands.refresh()).toBe(false);
    expect((await commands.authorization()).status).toBe("ERROR");
  });
});

describe("oauthTokens of", () => {
  it.each(each)(
    "%s are sent again where the authorization was lost, once, and new ones always",
    async (_name, way) => {
      await using commands = await Commands.begin(way, {});
      await commands.setStatus("pending");
      expect(await commands.refresh()).toBe(true);
      expect(commands.made.outputs.driftedSecrets).toEqual([way.argument]);
      // Nobody repairs it by a second refresh.
      expect(await commands.refresh()).toBe(true);
      const { id } = await commands.authorization();
      expect(await commands.up(way.args(tokens))).toEqual([
        { field: way.mutation.field, input: { id, ...logged(tokens) } },
      ]);
      expect((await commands.authorization()).status).toBe("ACTIVE");
      expect(commands.made.inputs.secretRevisions).toMatchObject({ [`${way.argument}.accessToken`]: 2 });
      expect(await commands.refresh()).toBe(false);

      await commands.setStatus("error");
      expect(await commands.refresh()).toBe(false);
      expect(commands.stdout).toMatch(
        /is ERROR, although its .*oauthTokens were sent again.*Supply new ones/,
      );
      expect(await commands.up(way.args(tokens))).toEqual([]);
      expect(await commands.refresh()).toBe(false);

      const others = { accessToken: "hush-access-2" };
      expect(await commands.up(way.args(others))).toHaveLength(1);
      expect((await commands.authorization()).status).toBe("ACTIVE");
      await commands.setStatus("failed");
      expect(await commands.refresh()).toBe(true);
      expect(await commands.up(way.args(others))).toHaveLength(1);
    },
  );

  it.each(each)("%s are missing after a refusal, and come with the next run", async (_name, way) => {
    await using tenant = await startTenant();
    await using provider = await startProvider(tenant);
    await way.prepare?.(provider);
    const messages = ["Not today: hush-access-1."];
    await tenant.injectFault(
      { rootField: way.mutation.field },
      { type: "payloadError", field: "id", messages },
    );
    const failed = await checkAndCreate(way.door(provider), way.args(tokens)).catch(
      (error: unknown) => error,
    );
    expect(String(failed)).toMatch(
      /The tokens of .*connection "files" were not set: .*Not today: \[secret\]/,
    );
    expect(String(failed)).not.toContain("hush");
    const before = await tenant.connections();
    await using next = await startProvider(tenant);
    const again = await checkAndCreate(way.door(next), way.args(tokens));
    expect(await tenant.connections()).toHaveLength(before.length);
    expect((await tenant.mutations()).at(-1)?.input).toMatchObject(logged(tokens));
    expect(JSON.stringify(again.outputs.driftedSecrets ?? [])).toBe("[]");
  });
});

describe("Where the OAuth client changes and the tokens do not,", () => {
  const changed = (oauthTokens: object) => ({
    ...dropbox,
    globalValues: { clientId: "app-2" },
    oauthTokens,
  });

  it.each([
    ["pending", ["updateScopedConfigVariable", "updateScopedOAuth2Connection"]],
    ["kept", ["updateScopedConfigVariable"]],
  ] as const)("the same are sent again where the tenant needs them (%s)", async (setting, fields) => {
    const way = ways["an OrganizationGlobalConnection"];
    await using commands = await Commands.begin(way, { "changed-oauth-client": setting });
    const mutations = await commands.up(changed(tokens));
    expect(mutations.map(({ field }) => field)).toEqual(fields);
    expect((await commands.authorization()).status).toBe("ACTIVE");
    expect(commands.stdout).toMatch(
      /client or scopes change, and its oauthTokens do not.*Only tokens of the new/s,
    );
    await commands.next();
    const both = await commands.up({
      ...changed({ accessToken: "hush-access-2" }),
      globalValues: { clientId: "app-3" },
    });
    expect(both.map(({ field }) => field)).toEqual([
      "updateScopedConfigVariable",
      "updateScopedOAuth2Connection",
    ]);
    expect(commands.stdout).not.toMatch(/client or scopes change/);
  });

  it.each(["pending", "kept"] as const)("so are those of test credentials (%s)", async (setting) => {
    for (const way of [ways["the test credentials of a CustomerConnection"], ways.TestCredentials]) {
      await using commands = await Commands.begin(way, { "changed-oauth-client": setting });
      const args = way.args(tokens);
      const values = { scopes: "files.write" };
      const mutations = await commands.up(
        "testCredentials" in args
          ? { ...args, testCredentials: { values, oauthTokens: tokens } }
          : { ...args, values },
      );
      expect(mutations).toHaveLength(setting === "pending" ? 2 : 1);
      expect((await commands.authorization()).status).toBe("ACTIVE");
    }
  });
});

describe("oauthTokens are refused", () => {
  it("where there is no token, or where they are none, before anything is sent", async () => {
    await using tenant = await startTenant({ switches: { "token-on-customer-scope": "accepted" } });
    await using provider = await startProvider(tenant);
    const none = { inputs: {} };
    const refused = async (door: DynamicProvider, args: Args) => (await reasons(door, none, args)).join("\n");
    expect(await refused(provider.customer, { ...dropbox, oauthTokens: tokens })).toBe(
      "oauthTokens: is for organization (global) connections only: each customer of a CustomerConnection has a token. " +
        "Remove it; the token of test runs is testCredentials.oauthTokens.",
    );
    expect(await refused(provider.user, { ...dropbox, oauthTokens: tokens })).toMatch(
      /each user of a UserConnection/,
    );
    const openai = { component: "openai", stableKey: "ai", name: "AI", globalSecrets: { apiKey: "hush" } };
    expect(await refused(provider.global, { ...openai, oauthTokens: tokens })).toMatch(
      /^oauthTokens: .* does not use OAuth 2.0; leave the tokens out\.$/,
    );
    const test = { secrets: { apiKey: "hush" }, oauthTokens: tokens };
    expect(await refused(provider.global, { ...openai, testCredentials: test })).toMatch(
      /^testCredentials\.oauthTokens: .* does not use OAuth 2.0/,
    );
    const { globalSecrets: _, ...others } = openai;
    await checkAndCreate(provider.customer, others);
    expect(await refused(provider.testCredentials, { connection: { stableKey: "ai" }, ...test })).toMatch(
      /^oauthTokens: .* does not use OAuth 2.0/,
    );
    const { component, stableKey, name } = dropbox;
    const separate = { component, stableKey, name, separateGlobalValues: true, oauthTokens: tokens };
    expect(await refused(provider.global, separate)).toMatch(/^oauthTokens: goes with the OAuth client/);
    const customer = { connection: { stableKey: "ai" }, customer: "globex", ...test };
    expect(await refused(provider.credentials, customer)).toMatch(/^oauthTokens: is not an argument/);
    const wrong: [object, RegExp][] = [
      [
        { refreshToken: "hush-refresh" },
        /^oauthTokens\.accessToken: is missing, and additionalTokenFields has no/,
      ],
      [{ additionalTokenFields: '{"team":"hush"}' }, /^oauthTokens\.accessToken: is missing/],
      [{ additionalTokenFields: "[]" }, /^oauthTokens\.additionalTokenFields: must be a JSON object/],
      [{ accessToken: "" }, /^oauthTokens\.accessToken: must not be empty/],
      [{ accessToken: "hush", expiresIn: 1.5 }, /^oauthTokens\.expiresIn: must be a whole number/],
      [{ accessToken: "hush", refreshAt: "soon" }, /^oauthTokens\.refreshAt: must be a time such as/],
      [{ accessToken: "hush", scope: "hush-x" }, /^oauthTokens\.scope: is not an argument/],
    ];
    for (const [oauthTokens, message] of wrong) {
      const told = await refused(provider.global, { ...dropbox, oauthTokens });
      expect(told).toMatch(message);
      expect(told).not.toContain("hush");
    }
    const fields = (await tenant.mutations()).map(({ field }) => field);
    expect(fields).toEqual(["createScopedConfigVariable"]);
    const all = JSON.stringify({ access_token: "hush-access-1", token_type: "bearer" });
    await checkAndCreate(provider.global, { ...dropbox, oauthTokens: { additionalTokenFields: all } });
    expect((await tenant.connection("files")).status).toBe("ACTIVE");
  });

  it("by an error that says what Prismatic says, where it takes and does not accept them", async () => {
    const way = ways["an OrganizationGlobalConnection"];
    await using commands = await Commands.begin(way, {}, way.args());
    const { tenant, made } = commands;
    await commands.next();
    const { inputs } = await commands.door.check(made.inputs, way.args(tokens));
    // The emulator believes the client; Prismatic may try a token first.
    const { document } = operations.findConnections;
    const { scopedConfigVariables: found } = await tenant.query<{
      scopedConfigVariables: { nodes: object[] };
    }>(document.replace("FindConnections", ""), { stableKeys: ["files"] });
    const scopedConfigVariable = { ...found.nodes[0], status: "ERROR" };
    const body = { data: { [way.mutation.field]: { scopedConfigVariable, errors: [] } } };
    await tenant.injectFault({ rootField: way.mutation.field }, { type: "status", status: 200, body });
    await expect(commands.door.update(made.id, made.outputs, inputs)).rejects.toThrow(
      /The tokens of connection "files" were sent, and Tenant .* says that it is ERROR all the same/,
    );
    // The state is as it was, so that the next run sends them again.
    await commands.next();
    expect(await commands.up(way.args(tokens))).toHaveLength(1);
    expect((await commands.authorization()).status).toBe("ACTIVE");
  });
});

it("An import leaves tokens out, says so, and the first run may set them", async () => {
  const way = ways["an OrganizationGlobalConnection"];
  await using commands = await Commands.begin(way, {});
  const { tenant } = commands;
  const config: Record<string, string> = { ...tenant.config, ...tenant.secrets };
  const session = new TenantSession(resolveSettings((name) => config[`prismatic:${name}`], {}));
  const [imported] = await importables(session, [importRequest("files")]);
  expect(JSON.stringify(imported)).not.toContain("hush-access");
  expect(imported?.tokens).toEqual(["oauthTokens"]);
  const { inputs, outputs, id } = JSON.parse(JSON.stringify(imported)) as Created;
  commands.made = { id, inputs, outputs };
  await commands.next();
  const mutations = await commands.up(way.args(tokens));
  expect(mutations.map(({ field }) => field)).toEqual([
    "updateScopedConfigVariable",
    "updateScopedOAuth2Connection",
  ]);
});
