import { occupyProcessors } from "../../test/support/busyProcessors.ts";
import type { Results } from "../results.ts";
import { Scene } from "../support/scene.ts";
import { SIDES } from "../support/sides.ts";
import { INSTANT } from "../support/tenant.ts";

const N = 200;
const REFRESH = ["refresh", "--yes", "--skip-preview", "--suppress-progress"];
const ALL_AT_ONCE = ["--parallel", "64"];

/** Requests of each command for connections with test credentials and the flag; exact, except for a few of a creation. */
export async function measureRequests(results: Results): Promise<void> {
  for (const [setting, isBusy] of [
    ["quiet", false],
    ["both processors taken", true],
  ] as const) {
    await using scene = await Scene.create(SIDES.ours, INSTANT, N);
    using _busy = isBusy ? occupyProcessors() : undefined;
    const created = await scene.requestsOf(() => scene.project.up(ALL_AT_ONCE));
    results.promise(`requests: create ${N}, ${setting}`, created, "requests", { most: N / 5 + 5 });
    await scene.declare(N, "two");
    const updated = await scene.requestsOf(() => scene.project.up(ALL_AT_ONCE));
    results.promise(`requests: one secret in all ${N}, ${setting}`, updated, "requests", {
      most: N / 20 + 5,
    });
    if (isBusy) continue;
    const unchanged = await scene.requestsOf(() => scene.project.up());
    results.promise(`requests: no-op up of ${N}`, unchanged, "requests", { most: 0 });
    const refreshed = await scene.requestsOf(() => scene.project.run(REFRESH));
    const most = 3 * Math.ceil(N / 100) + 3;
    results.promise(`requests: refresh of ${N}`, refreshed, "requests", { most });
  }
  await measureOthers(results);
}

/** Requests of ours with one mutation a request, and of the textbook provider. */
async function measureOthers(results: Results): Promise<void> {
  await using textbook = await Scene.create(SIDES.textbook, INSTANT, N);
  await using ours = await Scene.create(SIDES.ours, INSTANT, N);
  const single = ["--config", "prismatic:batchSize=1"];
  for (const [title, scene, args] of [
    ["batch size 1", ours, single],
    ["textbook provider", textbook, []],
  ] as const) {
    await scene.declare(N, "one");
    const run = () => scene.project.up([...ALL_AT_ONCE, ...args]);
    results.show(`requests: create ${N}, ${title}`, await scene.requestsOf(run), "requests");
    results.show(`requests: no-op up of ${N}, ${title}`, await scene.requestsOf(run), "requests");
    const refreshed = await scene.requestsOf(() => scene.project.run(REFRESH));
    results.show(`requests: refresh of ${N}, ${title}`, refreshed, "requests");
    await scene.declare(N, "two");
    results.show(`requests: one secret in all ${N}, ${title}`, await scene.requestsOf(run), "requests");
  }
}
