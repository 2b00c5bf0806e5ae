import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { importables } from "../../provider/src/cli/importables.ts";
import { importRequest } from "../../provider/src/cli/importRequest.ts";
import { TenantSession } from "../../provider/src/tenant/session.ts";
import { resolveSettings } from "../../provider/src/tenant/settings.ts";
import { checkAndCreate, reasons, startProvider, type Created } from "../support/provider.ts";
import { sized } from "../support/size.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

type Arguments = Record<string, unknown>;

const slack = {
  component: "slack",
  connectionType: "oauth2",
  name: "Slack",
  globalValues: { clientId: "4711", scopes: "chat:write" },
  globalSecrets: { clientSecret: "hush" },
};

/** Values that somebody entered in the web app, and that no program declares. */
const entered = { signingSecret: "by-hand", isUser: "true" };

/** Each reading of passwords, of empty values and of inputs that an update leaves out. */
const combinations = (["readable", "write-only"] as const).flatMap((passwords) =>
  (["stored", "component-default"] as const).flatMap((empty) =>
    (["cleared", "kept"] as const).map((omitted) => ({ passwords, empty, omitted })),
  ),
);

/** One of each reading of passwords. */
const tenants = sized({
  sample: combinations.filter((_, index) => index === 0 || index === combinations.length - 1),
  promised: combinations,
});

describe.each(tenants)(
  "Values that nobody declared, where passwords are $passwords, empty values are $empty and omitted ones $omitted,",
  ({ passwords, empty, omitted }) => {
    let tenant: TestTenant;

    beforeAll(async () => {
      tenant = await startTenant({
        switches: {
          "password-inputs": passwords,
          "empty-on-create": empty,
          "omitted-connection-inputs": omitted,
        },
      });
    });
    afterAll(() => tenant?.dispose());

    /** A connection into which somebody entered values after it was made. */
    async function withEnteredValues(stableKey: string): Promise<Created> {
      await using provider = await startProvider(tenant);
      const made = await checkAndCreate(provider.customer, { ...slack, stableKey });
      await tenant.change(stableKey, { inputs: entered });
      return made;
    }

    async function refreshed(made: Created): Promise<Created> {
      await using next = await startProvider(tenant);
      return { ...made, ...(await next.customer.read(made.id, made.outputs)) };
    }

    /** Carries a change out in a run of its own, or answers why it is refused. */
    async function change(created: Created, args: Arguments): Promise<string[]> {
      await using provider = await startProvider(tenant);
      const all = Object.entries({ ...slack, stableKey: created.inputs["stableKey"], ...args });
      const declared = Object.fromEntries(all.filter(([, value]) => value !== undefined));
      const refusals = await reasons(provider.customer, created, declared);
      if (refusals.length > 0) return refusals;
      const { inputs } = await provider.customer.check(created.inputs, declared);
      await provider.customer.update(created.id, created.outputs, inputs);
      return [];
    }

    const held = async (stableKey: string) => {
      const { signingSecret, isUser } = await tenant.values(stableKey);
      return { signingSecret, isUser };
    };
    const untouched = { signingSecret: passwords === "readable" ? "by-hand" : "(set)", isUser: "true" };

    it.each<[string, Arguments]>([
      ["a change of the name", { name: "Slack 2" }],
      ["a change of the flag", { embeddedWorkflows: true }],
    ])("survive %s", async (what, args) => {
      const created = await withEnteredValues(what.replaceAll(" ", "-"));
      expect(await change(created, args)).toEqual([]);
      expect(await held(what.replaceAll(" ", "-"))).toEqual(untouched);
    });

    it("survive a change of scopes, or are named where that would clear them", async () => {
      const created = await refreshed(await withEnteredValues("scopes"));
      await tenant.clearRequests();
      const refused = await change(created, { globalValues: { clientId: "4711", scopes: "chat:read" } });
      if (passwords === "readable") {
        expect(refused).toEqual([]);
        expect((await tenant.values("scopes")).scopes).toBe("chat:read");
      } else {
        expect(refused).toEqual([
          expect.stringMatching(/^globalSecrets\.signingSecret: is missing: .* would clear it/),
        ]);
        expect(await tenant.mutations()).toEqual([]);
      }
      expect(await held("scopes")).toEqual(untouched);
    });

    it("survive an adoption, or are named where that would clear them", async () => {
      await withEnteredValues("adopted");
      await using provider = await startProvider(tenant, { "prismatic:adoptExisting": "true" });
      const args = { ...slack, stableKey: "adopted", name: "Adopted" };
      await tenant.clearRequests();
      const { inputs, failures } = await provider.customer.check({}, args);
      if (passwords === "readable") {
        expect(failures).toEqual([]);
        await provider.customer.create(inputs);
        expect((await tenant.connection("adopted")).key).toBe("Adopted");
      } else {
        expect(failures.map(({ reason }) => reason)).toEqual([
          expect.stringMatching(/^globalSecrets\.signingSecret: is missing: .* would clear it/),
        ]);
        expect(await tenant.mutations()).toEqual([]);
      }
      expect(await held("adopted")).toEqual(untouched);
    });

    it("survive an import, or are named where the first update would clear them", async () => {
      await withEnteredValues("imported");
      const { config, secrets } = tenant;
      const settings = resolveSettings((name) => ({ ...config, ...secrets })[`prismatic:${name}`], {});
      const [imported] = await importables(new TenantSession(settings), [importRequest("imported")]);
      if (imported === undefined) throw new Error("Nothing was imported");
      // The program as it is printed, with the secrets that the tenant returns in the stack's configuration.
      const readable = imported.secretMaps.flatMap(({ secrets: found }) => Object.entries(found));
      const { globalValues } = imported.declared;
      const globalSecrets = Object.fromEntries(readable.filter(([, value]) => value !== undefined));
      // As the import file has it, where nothing is undefined.
      const created = JSON.parse(JSON.stringify(imported)) as Created;
      const refused = await change(created, { globalValues, globalSecrets });
      if (passwords === "readable") expect(refused).toEqual([]);
      // Where nobody can read the secrets, the update sends no inputs as long as the program lacks them all.
      else if (refused.length > 0)
        expect(refused.join()).toContain("globalSecrets.signingSecret: is missing");
      expect(await held("imported")).toEqual(untouched);
    });

    it("are told by name after a refresh, and are no drift", async () => {
      const { inputs, outputs } = await refreshed(await withEnteredValues("refreshed"));
      expect(outputs["undeclaredInputs"]).toEqual(["isUser", "signingSecret"]);
      expect(JSON.stringify([inputs, outputs])).not.toContain("by-hand");
      await using provider = await startProvider(tenant);
      const next = await provider.customer.check(inputs, { ...slack, stableKey: "refreshed" });
      expect((await provider.customer.diff("id", outputs, next.inputs)).changes).toBe(
        passwords === "write-only",
      );
    });

    it("survive a move to GlobalValues and back", async () => {
      const created = await refreshed(await withEnteredValues("moved"));
      const { globalValues: values, globalSecrets: secrets } = slack;
      const apart = { globalValues: undefined, globalSecrets: undefined };
      expect(await change(created, apart)).toEqual([]);
      expect(await held("moved")).toEqual(untouched);
      await using provider = await startProvider(tenant);
      const args = { connection: { stableKey: "moved" }, values, secrets };
      const { inputs, failures } = await provider.values.check({}, args);
      if (passwords === "write-only") {
        expect(failures.map(({ reason }) => reason)).toEqual([
          expect.stringMatching(/^secrets\.signingSecret: is missing/),
        ]);
      } else {
        expect(failures).toEqual([]);
        await provider.values.create(inputs);
      }
      expect(await held("moved")).toEqual(untouched);
    });

    it("are cleared where they were declared until now", async () => {
      await using provider = await startProvider(tenant);
      const globalSecrets = { clientSecret: "hush", signingSecret: "hush" };
      const created = await checkAndCreate(provider.customer, {
        ...slack,
        stableKey: "removed",
        globalSecrets,
      });
      expect(await change(created, {})).toEqual([]);
      expect((await held("removed")).signingSecret).toBeUndefined();
    });

    it("have no customer asked for what the organization supplies", async () => {
      await using provider = await startProvider(tenant);
      const { globalValues: _, globalSecrets: __, ...bare } = slack;
      await checkAndCreate(provider.customer, { ...bare, stableKey: "bare" });
      const { inputs } = await tenant.connection("bare");
      const scopes = Object.fromEntries(
        inputs.nodes.map(({ name, meta }) => [name, (JSON.parse(meta) as { inputScope: string }).inputScope]),
      );
      expect(scopes).toMatchObject({
        ...{ authorizeUrl: "org", tokenUrl: "org", clientId: "org", clientSecret: "org", scopes: "org" },
        ...{ signingSecret: "customer", isUser: "customer" },
      });
    });
  },
);
