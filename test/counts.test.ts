import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contentsOf } from "./support/contents.ts";
import { resourceChanges } from "./support/engineEvents.ts";
import { startProvider } from "./support/provider.ts";
import { createPulumiProject, type PulumiProject } from "./support/pulumi.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const COUNT = 200;
const switches = { "default-for-component": "several" } as const;

const program = `
  import { readFileSync } from "node:fs";
  import { OrganizationCustomerConnection } from "pulumi-prismatic";

  const { secret } = JSON.parse(readFileSync("secret.json", "utf8"));
  for (let index = 0; index < ${COUNT}; index++) {
    const stableKey = "acme-" + String(index).padStart(3, "0");
    new OrganizationCustomerConnection(stableKey, {
      component: "acme",
      stableKey,
      name: "Acme " + index,
      testCredentials: { secrets: { api_key: "hush-" + secret + "-" + index } },
      embeddedWorkflows: true,
    });
  }
`;

const connection = (index: number) => ({
  component: "acme",
  stableKey: `acme-${index}`,
  name: `Acme ${index}`,
  testCredentials: { secrets: { api_key: `hush-test-${index}` } },
  embeddedWorkflows: true,
});

const held = {
  stableKey: "taken",
  name: "Taken",
  component: "acme",
  variableScope: "customer",
  managedBy: "org",
} as const;

/** Says a measured number where the numbers of a run are looked for. */
const say = (what: string, measured: number | string): void => console.log(`${what}: ${measured}`);

describe(`${COUNT} connections with test credentials and the flag`, { timeout: 300_000 }, () => {
  let tenant: TestTenant;
  let project: PulumiProject;

  beforeAll(async () => {
    tenant = await startTenant({ switches });
    const { config, secrets } = tenant;
    project = await createPulumiProject({ program, config, secrets });
  });
  afterAll(async () => {
    await project?.dispose();
    await tenant?.dispose();
  });

  async function requestsOf(what: string, args: string[], secret: string): Promise<number> {
    await project.writeFile("secret.json", JSON.stringify({ secret }));
    await tenant.clearRequests();
    await project.run([...args, "--yes", "--skip-preview"]);
    const requests = await tenant.requests();
    expect(requests.map(({ status }) => status)).toEqual(Array(requests.length).fill(200));
    const sizes = requests.map(({ kind, rootFields }) => (kind === "mutation" ? rootFields.length : "query"));
    say(`Requests of ${what}`, `${requests.length} (${sizes.join(", ")})`);
    return requests.length;
  }

  it("are created by at most 45 requests", async () => {
    expect(await requestsOf("creating", ["up", "--parallel", "64"], "one")).toBeLessThanOrEqual(45);
    const { connections, credentials } = await contentsOf(tenant);
    expect(Object.values(connections).filter(({ flag }) => flag)).toHaveLength(COUNT);
    expect(Object.keys(credentials)).toHaveLength(COUNT);
  });

  it("take at most 2.8 KB of state each", async () => {
    const file = join(project.folder, ".state/.pulumi/stacks/test-project/test.json");
    const bytes = (await readFile(file)).length / COUNT;
    say("Bytes of state for each connection", Math.round(bytes));
    expect(bytes).toBeLessThanOrEqual(2800);
  });

  it("are left alone by a second run without a request", async () => {
    expect(await requestsOf("a second run", ["up", "--expect-no-changes"], "one")).toBe(0);
  });

  it("are refreshed by at most 9 requests", async () => {
    expect(await requestsOf("a refresh", ["refresh", "--expect-no-changes"], "one")).toBeLessThanOrEqual(9);
  });

  it("get a new secret, all of them, by at most 15 requests", async () => {
    const changing = await requestsOf("changing a secret in all", ["up", "--parallel", "64"], "two");
    expect(changing).toBeLessThanOrEqual(15);
    const { events } = await project.up(["--expect-no-changes"], { events: true });
    expect(resourceChanges(events)).toEqual({ same: COUNT + 1 });
  });
});

describe.each([
  { tenant: "takes one change a request", switches: { "aliases-per-request": 1 }, config: {} },
  { tenant: "takes five changes a request", switches: { "aliases-per-request": 5 }, config: {} },
  {
    tenant: "fails all changes of a request with one of them",
    switches: { "alias-failure": "all" },
    config: {},
  },
  { tenant: "is sent one change a request", switches: {}, config: { "prismatic:batchSize": "1" } },
] as const)(`${COUNT} connections in a tenant that $tenant`, { timeout: 180_000 }, (setting) => {
  it("are created once, each with its parts, and a bad one among others fails alone", async () => {
    await using tenant = await startTenant({
      holds: { connections: [held] },
      switches: { ...switches, ...setting.switches, "stable-key-case": "insensitive" },
    });
    await using provider = await startProvider(tenant, setting.config);
    const all = Array.from({ length: COUNT }, (_, index) => connection(index));
    const checked = await Promise.all(all.map((args) => provider.supplied.check({}, args)));
    await Promise.all(checked.map(({ inputs }) => provider.supplied.create(inputs)));
    const requests = await tenant.requests();
    say(`Requests of creating ${COUNT} where the tenant ${setting.tenant}`, requests.length);
    const { connections, credentials } = await contentsOf(tenant);
    expect(Object.values(connections).filter(({ flag }) => flag)).toHaveLength(COUNT);
    expect(Object.keys(credentials)).toHaveLength(COUNT);

    // No plan can foresee that this tenant does not tell "TAKEN" from "taken".
    const some = ["more-1", "TAKEN", "more-2"].map((stableKey) => ({ ...connection(0), stableKey }));
    const more = await Promise.all(some.map((args) => provider.supplied.check({}, args)));
    const made = await Promise.allSettled(more.map(({ inputs }) => provider.supplied.create(inputs)));
    expect(made.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });
});
