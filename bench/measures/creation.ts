import { execFile } from "node:child_process";
import { performance } from "node:perf_hooks";
import { join } from "node:path";
import { promisify } from "node:util";
import { median, type Results } from "../results.ts";
import { Scene } from "../support/scene.ts";
import { declaredForScript, SIDES } from "../support/sides.ts";
import { compare, inTurns } from "../support/rounds.ts";
import { ASSUMED, INSTANT, type Pace } from "../support/tenant.ts";

type SideName = keyof typeof SIDES;

/** Seconds that the creation of so many connections takes in a new tenant and a new stack. */
export async function secondsToCreate(side: SideName, pace: Pace, count: number): Promise<number> {
  await using scene = await Scene.create(SIDES[side], pace, count);
  return (await scene.project.up(["--parallel", "64"])).seconds;
}

/** Seconds that a script takes to set so many connections up in a new tenant, with so many requests under way. */
async function secondsOfScript(count: number, concurrency: number): Promise<number> {
  await using scene = await Scene.create(SIDES.ours, ASSUMED, count);
  const file = join(scene.project.folder, "script.json");
  await scene.project.write("script.json", declaredForScript(count));
  const begin = performance.now();
  const env = {
    ...process.env,
    PRISMATIC_URL: scene.tenant.url,
    PRISM_ACCESS_TOKEN: await scene.tenant.accessToken(),
  };
  const script = join(import.meta.dirname, "../peers/script.ts");
  await promisify(execFile)(process.execPath, [script, file, String(concurrency)], { env });
  return (performance.now() - begin) / 1000;
}

/** A creation against what people do today, at the assumed pace of a tenant. */
export async function measureCreation(results: Results, rounds: number): Promise<void> {
  const count = 200;
  const sides = {
    "textbook provider": { seconds: () => secondsToCreate("textbook", ASSUMED, count), least: 4 },
    script: { seconds: () => secondsOfScript(count, 1), least: 5 },
    "script, 8 requests under way": { seconds: () => secondsOfScript(count, 8), least: 1.5 },
  };
  const ours: number[] = [];
  const others = new Map<string, number[]>(Object.keys(sides).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    ours.push(await secondsToCreate("ours", ASSUMED, count));
    for (const [name, { seconds }] of Object.entries(sides)) others.get(name)?.push(await seconds());
  }
  results.show(`create ${count}: ours`, median(ours), "s");
  for (const [name, { least }] of Object.entries(sides)) {
    const times = others.get(name) ?? [];
    results.show(`create ${count}: ${name}`, median(times), "s");
    const factor = median(times.map((time, round) => time / (ours[round] ?? Number.NaN)));
    results.promise(`create ${count}: ${name} / ours`, factor, "times", { least });
  }
}

/** A creation against resources that do nothing, in a tenant that answers at once. */
export async function measureOverhead(results: Results, rounds: number): Promise<void> {
  for (const count of [300, 500]) {
    const [ours, nothing] = await inTurns(
      rounds,
      () => secondsToCreate("ours", INSTANT, count),
      () => secondsToCreate("nothing", INSTANT, count),
    );
    compare(results, `create ${count}, no latency`, ours, nothing, 1.1);
  }
}

/** A creation of few connections, whose requests wait for the tenant and for no company. */
export async function measureSmall(results: Results, rounds: number): Promise<void> {
  for (const count of [3, 8]) {
    const [ours, nothing] = await inTurns(
      2 * rounds + 1,
      () => secondsToCreate("ours", ASSUMED, count),
      () => secondsToCreate("nothing", ASSUMED, count),
    );
    const requests = await requestsToCreate(count);
    const waiting = (requests * ASSUMED.latency) / 1000;
    results.show(`create ${count}: requests`, requests, "requests");
    compare(
      results,
      `create ${count}`,
      ours,
      nothing.map((time) => time + waiting),
      1.15,
      "nothing and the requests' latency",
    );
  }
}

async function requestsToCreate(count: number): Promise<number> {
  await using scene = await Scene.create(SIDES.ours, ASSUMED, count);
  return await scene.requestsOf(() => scene.project.up(["--parallel", "64"]));
}
