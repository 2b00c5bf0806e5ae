import { startDynamicProvider } from "../../test/support/dynamicProvider.ts";
import { testEnvironment } from "../../test/support/environment.ts";
import { providerConstant } from "../../provider/src/dynamic/constant.ts";
import { engineFolder, root } from "../../tools/setup/paths.mjs";
import type { Results } from "../results.ts";
import { processes } from "../support/processorTime.mjs";
import { INSTANT, Tenant } from "../support/tenant.ts";

const COUNTS = [100, 1000, 2000];
/** As many resources as Pulumi changes at once with `--parallel 64`. */
const AT_ONCE = 64;

/** Requests and processor time of the provider's process by the number of connections that are created. */
export async function measureGrowth(results: Results): Promise<void> {
  const measured = [];
  for (const count of COUNTS) {
    const one = await creationOf(count);
    measured.push({ count, ...one });
    results.show(`growth: requests of creating ${count}`, one.requests, "requests");
    results.show(`growth: processor time of the provider creating ${count}`, one.seconds, "s");
  }
  const [few, many, most] = measured;
  if (few === undefined || many === undefined || most === undefined) throw new Error("Nothing was measured");
  type Point = typeof few;
  const slope = (figure: (point: Point) => number, from: Point, to: Point) =>
    (figure(to) - figure(from)) / (to.count - from.count);
  for (const [what, figure] of [
    ["requests", (point: Point) => point.requests],
    ["processor time", (point: Point) => point.seconds],
  ] as const) {
    // On a straight line, both halves are as steep as each other.
    const part = slope(figure, many, most) / slope(figure, few, many);
    results.promise(`growth: ${what}, 1,000 to 2,000 against 100 to 1,000`, part, "times", { most: 1.2 });
  }
}

async function creationOf(count: number): Promise<{ requests: number; seconds: number }> {
  await using tenant = await Tenant.start(INSTANT);
  await using provider = await startDynamicProvider({
    cwd: root,
    loader: providerConstant("organizationCustomerConnection"),
    env: testEnvironment(engineFolder),
    config: { ...tenant.config, ...tenant.secrets, "prismatic:requestsPerSecond": "1000" },
  });
  const indexes = Array.from({ length: count }, (_, index) => index).values();
  const requests = await tenant.requestsOf(() =>
    Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (const index of indexes) {
          const { inputs, failures } = await provider.check({}, connection(index));
          if (failures.length > 0) throw new Error(JSON.stringify(failures));
          await provider.create(inputs);
        }
      }),
    ),
  );
  const own = processes().find(({ id }) => id === provider.process.pid);
  return { requests, seconds: (own?.time ?? Number.NaN) / 1000 };
}

const connection = (index: number) => ({
  component: "twilio",
  connectionType: "apiKeySecret",
  stableKey: `many-${index}`,
  name: `Connection ${index}`,
  embeddedWorkflows: true,
  globalSecrets: { apiSecret: `global-${index}` },
  testCredentials: { values: { accountSid: `AC${index}` }, secrets: { apiKey: `SK-${index}` } },
});
