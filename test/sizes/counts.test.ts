import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { occupyProcessors } from "../support/busyProcessors.ts";
import { contentsOf } from "../support/contents.ts";
import { resourceChanges } from "../support/engineEvents.ts";
import { startProvider } from "../support/provider.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { isPromised, sized } from "../support/size.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const switches = { "default-for-component": "several" } as const;

/** Arguments of each connection of a program besides the flag, as the source of its arguments. */
const PROGRAMS = [
  {
    each: "with test credentials and the flag",
    args: `component: "acme", testCredentials: { secrets: { api_key: hush("test") } }`,
  },
  {
    each: "with test credentials, the flag and a global secret",
    args: `component: "twilio", connectionType: "apiKeySecret",
      globalSecrets: { apiSecret: hush("global") },
      testCredentials: { values: { accountSid: "AC" + index }, secrets: { apiKey: "SK" + index } }`,
  },
];

const programOf = (count: number, args: string): string => `
  import { readFileSync } from "node:fs";
  import { OrganizationCustomerConnection } from "pulumi-prismatic";

  const { secret } = JSON.parse(readFileSync("secret.json", "utf8"));
  for (let index = 0; index < ${count}; index++) {
    const stableKey = "many-" + String(index).padStart(3, "0");
    const hush = (what) => ["hush", what, secret, index].join("-");
    new OrganizationCustomerConnection(stableKey, {
      stableKey, name: "Connection " + index, embeddedWorkflows: true, ${args},
    });
  }
`;

/** As many connections as the published numbers are for. */
const PROMISED = 200;

/** Numbers of connections that a run creates with the engine, and in small batches without it. */
const COUNTS = sized({
  sample: { engine: 40, smallBatches: 12 },
  promised: { engine: PROMISED, smallBatches: PROMISED },
});

/** Says a measured number where the numbers of a run are looked for. */
const say = (what: string, measured: number | string): void => console.log(`${what}: ${measured}`);

/** Runs a command with a secret, which must go well, and answers how many requests it sent. */
async function requestsOfRun(
  { tenant, project }: { tenant: TestTenant; project: PulumiProject },
  what: string,
  args: string[],
  secret: string,
): Promise<number> {
  await project.writeFile("secret.json", JSON.stringify({ secret }));
  await tenant.clearRequests();
  await project.run([...args, "--yes", "--skip-preview"]);
  const requests = await tenant.requests();
  expect(requests.map(({ status }) => status)).toEqual(Array(requests.length).fill(200));
  const sizes = requests.map(({ kind, rootFields }) => (kind === "mutation" ? rootFields.length : "query"));
  say(`Requests of ${what}`, `${requests.length} (${sizes.join(", ")})`);
  return requests.length;
}

// The limits are the published ones for 200, as formulas, so that a sample of fewer is held to the same.
describe.each(sized({ sample: PROGRAMS.slice(1), promised: PROGRAMS }))(
  `${COUNTS.engine} connections $each`,
  ({ args: source }) => {
    const count = COUNTS.engine;
    let tenant: TestTenant;
    let project: PulumiProject;

    beforeAll(async () => {
      tenant = await startTenant({ switches });
      const { config, secrets } = tenant;
      project = await createPulumiProject({ program: programOf(count, source), config, secrets });
    });
    afterAll(async () => {
      await project?.dispose();
      await tenant?.dispose();
    });

    const requestsOf = (what: string, args: string[], secret: string): Promise<number> =>
      requestsOfRun({ tenant, project }, what, args, secret);

    it("are created by a fifth as many requests and 5", async () => {
      const creating = await requestsOf("creating", ["up", "--parallel", "64"], "one");
      expect(creating).toBeLessThanOrEqual(count / 5 + 5);
      const { connections, credentials } = await contentsOf(tenant);
      expect(Object.values(connections).filter(({ flag }) => flag)).toHaveLength(count);
      expect(Object.keys(credentials)).toHaveLength(count);
    });

    it("take at most 2.9 KB of state each", async () => {
      const state = await readFile(project.stateFile, "utf8");
      // What every state holds before its first connection: a sample has fewer that share it than the promised 200.
      const shared = state.indexOf("::many-");
      const bytes = (state.length - shared) / count + shared / PROMISED;
      say(`Bytes of state for each of ${PROMISED} connections`, Math.round(bytes));
      expect(bytes).toBeLessThanOrEqual(2900);
    });

    it("are left alone by a second run without a request", async () => {
      expect(await requestsOf("a second run", ["up", "--expect-no-changes"], "one")).toBe(0);
    });

    it("are refreshed by three requests for every hundred and 3", async () => {
      const refreshing = await requestsOf("a refresh", ["refresh", "--expect-no-changes"], "one");
      expect(refreshing).toBeLessThanOrEqual(3 * Math.ceil(count / 100) + 3);
    });

    it("get a new secret, all of them, by full batches and 7 requests", async () => {
      const changing = await requestsOf("changing a secret in all", ["up", "--parallel", "64"], "two");
      expect(changing).toBeLessThanOrEqual(Math.ceil(count / 25) + 7);
      expect(await tenant.mutations()).toHaveLength(count);
      const { events } = await project.up(["--expect-no-changes"], { events: true });
      expect(resourceChanges(events)).toEqual({ same: count + 1 });
    });
  },
);

const held = {
  stableKey: "taken",
  name: "Taken",
  component: "acme",
  variableScope: "customer",
  managedBy: "org",
} as const;

const connection = (index: number, secret = "one") => ({
  component: "acme",
  stableKey: `many-${index}`,
  name: `Connection ${index}`,
  testCredentials: { secrets: { api_key: `hush-${secret}-${index}` } },
  embeddedWorkflows: true,
});

const TENANTS = [
  { tenant: "takes one change a request", switches: { "aliases-per-request": 1 }, config: {} },
  { tenant: "takes five changes a request", switches: { "aliases-per-request": 5 }, config: {} },
  {
    tenant: "fails all changes of a request with one of them",
    switches: { "alias-failure": "all" },
    config: {},
  },
  { tenant: "is sent one change a request", switches: {}, config: { "prismatic:batchSize": "1" } },
] as const;

describe.each(TENANTS)(`${COUNTS.smallBatches} connections in a tenant that $tenant`, (setting) => {
  const count = COUNTS.smallBatches;
  it("are created and changed once, each with its parts, and a bad one among others fails alone", async () => {
    await using tenant = await startTenant({
      holds: { connections: [held] },
      switches: { ...switches, ...setting.switches, "stable-key-case": "insensitive" },
    });
    // Only the number of requests is looked at, not their rate.
    const config = { "prismatic:requestsPerSecond": "1000", ...setting.config };
    await using first = await startProvider(tenant, config);
    let door = first.supplied;
    const all = Array.from({ length: count }, (_, index) => connection(index));
    const checked = await Promise.all(all.map((args) => door.check({}, args)));
    const created = await Promise.all(checked.map(({ inputs }) => door.create(inputs)));
    say(`Requests of creating ${count} where the tenant ${setting.tenant}`, (await tenant.requests()).length);
    const { connections, credentials } = await contentsOf(tenant);
    expect(Object.values(connections).filter(({ flag }) => flag)).toHaveLength(count);
    expect(Object.keys(credentials)).toHaveLength(count);

    await using next = await startProvider(tenant, config);
    door = next.supplied;
    await tenant.clearRequests();
    const news = await Promise.all(
      checked.map(({ inputs }, index) => door.check(inputs, connection(index, "two"))),
    );
    expect(news.flatMap(({ failures }) => failures)).toEqual([]);
    await Promise.all(
      created.map(({ id, outputs }, index) => door.update(id, outputs, news[index]?.inputs ?? {})),
    );
    const changing = await tenant.requests();
    say(`Requests of changing a secret in ${count} where the tenant ${setting.tenant}`, changing.length);
    const written = (await tenant.mutations()).filter(({ field }) => field.startsWith("update"));
    expect(new Set(written.map(({ input }) => input["id"])).size).toBe(count);

    // No plan can foresee that this tenant does not tell "TAKEN" from "taken".
    const some = ["more-1", "TAKEN", "more-2"].map((stableKey) => ({ ...connection(0), stableKey }));
    const more = await Promise.all(some.map((args) => door.check({}, args)));
    const made = await Promise.allSettled(more.map(({ inputs }) => door.create(inputs)));
    expect(made.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });
});

/** Pulumi's own `--parallel`. */
const DEFAULT_PARALLEL = 4 * availableParallelism();

const MACHINES = [
  { machine: "while all processors are busy", parallel: 64, isBusy: true },
  { machine: "as many at once as Pulumi does by itself", parallel: DEFAULT_PARALLEL, isBusy: false },
  {
    machine: "as many at once as Pulumi does by itself, while all processors are busy",
    parallel: DEFAULT_PARALLEL,
    isBusy: true,
  },
];

// Creations and updates where Pulumi hands connections over slowly, or a few at once.
if (isPromised) {
  const count = PROMISED;
  const [, { args: source } = { args: "" }] = PROGRAMS;

  describe.each(MACHINES)(`${count} connections $machine`, { timeout: 900_000 }, ({ parallel, isBusy }) => {
    it("are created and changed by as full batches as Pulumi lets fill", async () => {
      await using tenant = await startTenant({ switches });
      const { config, secrets } = tenant;
      await using project = await createPulumiProject({ program: programOf(count, source), config, secrets });
      using _busy = isBusy ? occupyProcessors() : undefined;
      const run = (what: string, secret: string) =>
        requestsOfRun({ tenant, project }, what, ["up", "--parallel", String(parallel)], secret);

      // Each connection is created first; its flag and test credentials follow together.
      const rounds = Math.ceil(count / Math.min(parallel, 25));
      const requestsOfRound = 1 + Math.ceil((2 * Math.min(parallel, 25)) / 25);
      expect(await run(`creating, ${parallel} at once`, "one")).toBeLessThanOrEqual(
        rounds * requestsOfRound + 21,
      );
      expect(await run(`changing a secret in all, ${parallel} at once`, "two")).toBeLessThanOrEqual(
        rounds + 7,
      );
    });
  });
}
