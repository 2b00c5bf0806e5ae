import { performance } from "node:perf_hooks";
import type { Results } from "../results.ts";
import { processes } from "../support/processorTime.mjs";
import { Scene } from "../support/scene.ts";
import { SIDES } from "../support/sides.ts";
import { INSTANT, Tenant } from "../support/tenant.ts";

const CREATED = 500;
/** The most that the emulator may work while others wait, as a part of the time that passes. */
const MOST_SHARE = 0.1;

/** Speed of the emulator by itself, and its share of the time of a creation. */
export async function measureEmulator(results: Results): Promise<void> {
  const connections = Array.from({ length: 2000 }, (_, index) => ({
    stableKey: `held-${index}`,
    name: `Held ${index}`,
    component: "acme",
    variableScope: "customer" as const,
    managedBy: "org" as const,
  }));
  await using tenant = await Tenant.start(INSTANT, { connections });
  const token = await tenant.accessToken();
  const send = async (query: string) => {
    const response = await fetch(`${tenant.url}/api`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
    });
    const { errors, data } = (await response.json()) as { errors?: unknown; data: unknown };
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data;
  };
  const list = `{ scopedConfigVariables(first: 100) { nodes { id key stableKey description status
    connection { key component { key } } inputs { nodes { name value meta } } } pageInfo { endCursor } } }`;
  const [type] = (
    (await send(`{ components(key: "acme") { nodes { connections { nodes { id } } } } }`)) as Types
  ).components.nodes.flatMap(({ connections: { nodes } }) => nodes);
  const batch = (round: number) =>
    `mutation { ${Array.from(
      { length: 25 },
      (
        _,
        index,
      ) => `i${index}: createScopedConfigVariable(input: { key: "New", stableKey: "new-${round}-${index}",
        connection: "${type?.id}", variableScope: "customer", managedBy: "org" }) {
        scopedConfigVariable { id } errors { field messages } }`,
    ).join("\n")} }`;
  results.show("emulator: ListConnections, 100 of 2,000", await rateOf(() => send(list)), "requests/s");
  results.show(
    "emulator: batches of 25 creations",
    await rateOf((round) => send(batch(round))),
    "requests/s",
  );

  await using scene = await Scene.create(SIDES.ours, INSTANT, CREATED);
  const before = timeOf(scene.tenant.pid);
  const { seconds } = await scene.project.up(["--parallel", "64"]);
  const share = (timeOf(scene.tenant.pid) - before) / 1000 / seconds;
  results.promise(`emulator: share of its work in creating ${CREATED}`, share, "of the time", {
    most: MOST_SHARE,
  });
}

interface Types {
  components: { nodes: { connections: { nodes: { id: string }[] } }[] };
}

/** Requests a second, one after the other. */
async function rateOf(request: (round: number) => Promise<unknown>): Promise<number> {
  for (let round = 0; round < 5; round++) await request(round);
  const begin = performance.now();
  const rounds = 50;
  for (let round = 5; round < rounds + 5; round++) await request(round);
  return (rounds * 1000) / (performance.now() - begin);
}

/** Milliseconds for which a process has worked. */
function timeOf(pid: number): number {
  return processes().find(({ id }) => id === pid)?.time ?? Number.NaN;
}
