import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../tools/setup/paths.mjs";
import { createBundle } from "./support/componentBundle.ts";
import { argumentsOf, definitionText } from "./support/integrations.ts";
import { checkAndCreate, startProvider, type Provider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

type Arguments = Record<string, unknown>;
type Door = Exclude<keyof Provider, symbol>;

const FIXTURE = "fixtures/writtenStates";

const slack = {
  component: "slack",
  connectionType: "oauth2",
  stableKey: "slack",
  name: "Slack",
  globalValues: { clientId: "4711" },
  globalSecrets: { clientSecret: "hush", signingSecret: "hush" },
};
const acme = { component: "acme", stableKey: "acme", name: "Acme" };
const alone = { "prismatic:batchSize": "1" };

describe("What every step answers and writes to the state", () => {
  let tenant: TestTenant;
  let provider: Provider;
  beforeAll(async () => {
    tenant = await startTenant({
      holds: {
        customers: [
          { externalId: "globex", name: "Globex" },
          { externalId: "initech", name: "Initech" },
        ],
      },
      // Recorded where nobody reads a password back.
      switches: { "password-inputs": "write-only" },
    });
    provider = await startProvider(tenant, alone);
  });
  async function nextRun(): Promise<void> {
    await provider[Symbol.asyncDispose]();
    provider = await startProvider(tenant, alone);
  }
  afterAll(async () => {
    await provider?.[Symbol.asyncDispose]();
    await tenant?.dispose();
  });

  it("a connection of customers, through edits of every argument", async () => {
    await expectWritten("customerConnection", "customer", slack, [
      { name: "S2" },
      { description: "x" },
      {},
      { embeddedWorkflows: true },
      { embeddedWorkflows: false },
      {},
      { oauthRedirect: { success: "https://a.example/" } },
      { oauthRedirect: {} },
      {},
      { globalSecrets: { clientSecret: "hush2", signingSecret: "hush" } },
      { globalValues: { clientId: "1", scopes: "a" } },
      { replaceInUse: { customers: 3 } },
      { component: "http" },
      { plainInputs: ["clientId"] },
      { stableKey: "other" },
      { nonsense: 1 },
      { description: "" },
      { globalValues: undefined, globalSecrets: undefined },
    ]);
  });

  it("a connection that the organization supplies, with test credentials and the flag", async () => {
    const args = { ...acme, embeddedWorkflows: true, testCredentials: { secrets: { api_key: "hush-1" } } };
    await expectWritten("organizationCustomerConnection", "supplied", args, [
      { testCredentials: { secrets: { api_key: "hush-2" } } },
      { testCredentials: undefined },
      { testCredentials: { secrets: { api_key: "hush-3" } }, name: "B" },
      { embeddedWorkflows: undefined, testCredentials: undefined },
    ]);
  });

  it("the parts of a connection as resources of their own", async () => {
    const { globalValues: values, globalSecrets: secrets, ...bare } = slack;
    await checkAndCreate(provider.customer, { ...bare, stableKey: "slack-parts" });
    await checkAndCreate(provider.supplied, { ...acme, stableKey: "acme-parts" });
    const ofSlack = { connection: { stableKey: "slack-parts" } };
    const ofAcme = { connection: { stableKey: "acme-parts" } };
    await expectWritten("embeddedWorkflowFlag", "flag", { ...ofAcme, enabled: true }, [
      { enabled: false },
      { enabled: true },
      {},
    ]);
    await expectWritten("globalValues", "values", { ...ofSlack, values, secrets }, [
      { values: { clientId: "4712" } },
      { secrets: { clientSecret: "hush2", signingSecret: "hush" } },
      { values: undefined },
      { redeployInstances: "never" },
      { plainInputs: ["clientId"] },
      { connection: { stableKey: "acme-parts" } },
      { values: { clientid: "1" } },
    ]);
    await expectWritten("testCredentials", "testCredentials", { ...ofAcme, secrets: { api_key: "hush-1" } }, [
      { secrets: { api_key: "hush-2" } },
      {},
      { plainInputs: ["api_key"] },
      { secrets: undefined },
    ]);
    const globex = { ...ofAcme, customer: "globex", secrets: { api_key: "hush-1" } };
    await expectWritten("customerCredentials", "credentials", globex, [
      { secrets: { api_key: "hush-2" } },
      { name: "Main" },
      { name: "Main", secrets: { api_key: "hush-3" } },
      {},
      { redeployInstances: "onChange" },
      { customer: "initech" },
      { customer: "hooli" },
      { connection: { stableKey: "slack-parts" } },
    ]);
    const customers = { globex: { secrets: { api_key: "hush-1" } } };
    await expectWritten("customerCredentialsSet", "credentialsSet", { ...ofAcme, customers }, [
      { customers: { ...customers, initech: { secrets: { api_key: "hush-2" } } } },
      { customers: { globex: { secrets: { api_key: "hush-3" } } } },
      { customers: { ...customers, hooli: { secrets: { api_key: "hush-4" } } }, onMissingCustomer: "skip" },
      { customers: { hooli: { secrets: { api_key: "hush-4" } } } },
      { redeployInstances: "never" },
      {},
      { customers: {} },
    ]);
  });

  it("an integration", async () => {
    const args = argumentsOf(definitionText("example-with-loop.yaml"), { deleteOnDestroy: true });
    const definition = String(args.definition);
    await expectWritten("integration", "integration", args, [
      { publish: true },
      { publish: { comment: "first" } },
      { definition: definition.replace(/^description: .*$/m, "description: Changed") },
      { instances: "upgrade", publish: true },
      { instances: "upgrade" },
      { latestComponentVersions: true },
      {},
      { deleteOnDestroy: undefined },
      { deleteOnDestroy: true },
    ]);
  });

  it("a component", async () => {
    await using first = await createBundle();
    await using second = await createBundle({ label: "Parcels 2", inputs: [{ key: "region" }] });
    await using other = await createBundle({ key: "letters" });
    const args = { bundle: first.folder, deleteOnDestroy: true };
    await expectWritten("component", "component", args, [
      { comment: "no reason to publish" },
      { bundle: second.folder },
      { bundle: other.folder },
      { deleteOnDestroy: undefined, bundle: second.folder },
      { customer: "globex" },
      { bundle: "nowhere" },
      { bundle: second.folder },
    ]);
  });

  /** Holds all that check, diff, create, update, read and delete answer and send to what is recorded. */
  async function expectWritten(name: string, door: Door, args: Arguments, changes: Arguments[]) {
    const log: unknown[] = [];
    let created = await checkAndCreate(provider[door], args);
    log.push(["create", created.inputs, created.outputs]);
    for (const change of changes) {
      const news = defined({ ...args, ...change });
      await nextRun();
      const { inputs, failures } = await provider[door].check(created.inputs, news);
      log.push(["check", inputs, failures]);
      if (failures.length > 0) continue;
      const diff = await provider[door].diff(created.id, created.outputs, inputs);
      log.push(["diff", diff]);
      if (diff.changes !== true || diff.replaces.length > 0) continue;
      await tenant.clearRequests();
      const outputs = await provider[door].update(created.id, created.outputs, inputs);
      // Mutations of the same moment arrive in any order.
      const sent = (await tenant.mutations())
        .map(({ field, input }) => [field, Object.keys(input).sort()])
        .sort();
      log.push(["update", outputs, sent]);
      created = { ...created, inputs, outputs };
      log.push(["read", await provider[door].read(created.id, outputs)]);
    }
    await nextRun();
    await tenant.clearRequests();
    await provider[door].delete(created.id, created.outputs);
    log.push(["delete", (await tenant.mutations()).map(({ field }) => field)]);
    await expect(comparable(log)).toMatchFileSnapshot(`${FIXTURE}/${name}.json`);
  }
});

function defined(properties: Arguments): Arguments {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}

/** JSON with sorted members, without what differs from run to run. */
function comparable(log: unknown[]): string {
  const text = JSON.stringify(log, (_name, value: unknown) => sorted(value), 1);
  return text
    .replaceAll(root, "FOLDER")
    .replaceAll(/"[^"\\]*\\n(?:[^"\\]|\\.)*"/g, (long) => `"TEXT ${digestOf(long)}"`)
    .replaceAll(/"[^"]*\/component-[^"/]*"/g, '"FOLDER"')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.+Z]*/g, "TIME")
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "UUID")
    .replaceAll(/"[A-Za-z0-9+/=]{40,}"/g, '"ID"')
    .replaceAll(/127\.0\.0\.1:\d+/g, "HOST");
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
