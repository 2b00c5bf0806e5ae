import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engineFolder } from "../tools/setup/paths.mjs";
import { DynamicProvider } from "./support/dynamicProvider.ts";
import { testEnvironment } from "./support/environment.ts";
import { beginPooledRun } from "./support/providerPool.ts";
import { checkAndCreate, reasons, startProvider, type Provider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const acme = { component: "acme", stableKey: "acme", name: "Acme" };
const isNew = { inputs: {} };

/** Another environment than other files', so that these runs have processes with enough runs left. */
const OWN = "PROCESSES_OF_RENEWED_RUNS";

let tenant: TestTenant;
beforeAll(async () => {
  process.env[OWN] = "true";
  tenant = await startTenant();
});
afterAll(async () => {
  Reflect.deleteProperty(process.env, OWN);
  await tenant?.dispose();
});

const pid = (provider: Provider): number | undefined => provider.customer.process.pid;

/** Runs one thing twice, each time in a run of its own, which have the same process. */
async function inTwoRuns<Found>(
  run: (provider: Provider) => Promise<Found>,
  config: Record<string, string> = {},
): Promise<Found[]> {
  const found: Found[] = [];
  const pids = new Set<number | undefined>();
  for (let each = 0; each < 2; each++) {
    await using provider = await startProvider(tenant, config);
    pids.add(pid(provider));
    found.push(await run(provider));
  }
  expect(pids.size).toBe(1);
  return found;
}

// Most runs of tests begin in a process that has served others (`support/providerPool.ts`).
describe("A run in a process that has served another one", () => {
  it("knows no secret of that one", async () => {
    const tokens = ["first-token", "second-token"];
    const hushes = ["first-hush", "second-hush"];
    const message = `${[...tokens, ...hushes].join(", ")} are not welcome`;
    const answers = await inTwoRuns(async (provider) => {
      const [access_token, api_key] = [tokens.shift(), hushes.shift()];
      await tenant.injectFault(
        { path: "/auth/refresh" },
        { type: "status", status: 200, body: { access_token } },
      );
      await tenant.injectFault({ operationName: "WhoAmI" }, { type: "graphqlError", message });
      return (await reasons(provider.supplied, isNew, { ...acme, globalSecrets: { api_key } })).join();
    });
    expect(answers).toEqual([
      expect.stringContaining("[secret], second-token, [secret], second-hush are not welcome"),
      expect.stringContaining("first-token, [secret], first-hush, [secret] are not welcome"),
    ]);
  });

  it("gives the advice again that was given there", async () => {
    const answers = await inTwoRuns(
      async (provider) => {
        const created = [acme, { ...acme, stableKey: "other" }].map((args) =>
          checkAndCreate(provider.supplied, args).catch((error: unknown) => String(error)),
        );
        return Promise.all(created);
      },
      { "prismatic:refreshToken": "wrong" },
    );
    const told = [
      expect.stringContaining("Set a new one: prism me:token --type refresh"),
      expect.stringContaining("The first message of this run about it says what to do."),
    ] as unknown;
    expect(answers).toEqual([told, told]);
  });

  it("has declared nothing yet", async () => {
    const answers = await inTwoRuns(async (provider) => [
      await reasons(provider.supplied, isNew, acme),
      await reasons(provider.supplied, isNew, acme),
    ]);
    const judged = [[], [expect.stringContaining('manages the connection "acme" twice')]] as unknown;
    expect(answers).toEqual([judged, judged]);
  });

  it("has a tenant of its own", async () => {
    await using other = await startTenant();
    await using first = await startProvider(tenant);
    await checkAndCreate(first.supplied, acme);
    await first[Symbol.asyncDispose]();
    await using second = await startProvider(other);
    await checkAndCreate(second.supplied, acme);
    expect(pid(second)).toBe(pid(first));
    expect(await other.stableKeys()).toEqual(["acme"]);
  });

  it("has an output of its own, which is whole once the run has ended", async () => {
    const loader =
      "exports.handler = () => ({ delete: async () => { console.log('one'); console.error('two'); } })";
    const runs: DynamicProvider[] = [];
    for (let each = 0; each < 2; each++) {
      const provider = new DynamicProvider(await beginPooledRun(testEnvironment(engineFolder)), loader);
      await provider.configure({});
      await provider.delete("1", {});
      await provider.close();
      runs.push(provider);
    }
    expect(new Set(runs.map((run) => run.process.pid)).size).toBe(1);
    expect(runs.map(({ stdout, stderr }) => ({ stdout, stderr }))).toEqual([
      { stdout: "one\n", stderr: "two\n" },
      { stdout: "one\n", stderr: "two\n" },
    ]);
  });
});

it("A process in which a call goes on when its run ends is ended with it", async () => {
  const provider = await startProvider(tenant);
  const unanswered = reasons(provider.supplied, isNew, acme).catch(() => "ended");
  await provider[Symbol.asyncDispose]();
  expect(await unanswered).toBe("ended");
  await using next = await startProvider(tenant);
  expect(pid(next)).not.toBe(pid(provider));
});
