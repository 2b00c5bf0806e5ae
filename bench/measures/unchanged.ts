import type { Results } from "../results.ts";
import { Scene } from "../support/scene.ts";
import { compare, inTurns } from "../support/rounds.ts";
import { SIDES } from "../support/sides.ts";
import { INSTANT } from "../support/tenant.ts";

/** The most that a run without a change may take, as a part of the same run of resources that do nothing. */
const MOST = 1.05;

/** Previews and updates without a change, of connections that exist. */
export async function measureUnchanged(results: Results, rounds: number): Promise<void> {
  for (const count of [3, 300, 1000]) {
    await using ours = await Scene.createExisting(SIDES.ours, INSTANT, count);
    await using nothing = await Scene.createExisting(SIDES.nothing, INSTANT, count);
    const previews = await inTurns(
      2 * rounds + 1,
      async () => (await ours.project.preview()).seconds,
      async () => (await nothing.project.preview()).seconds,
    );
    compare(results, `preview of ${count}`, ...previews, MOST);
    if (count === 3) continue;
    const updates = await inTurns(
      2 * rounds + 1,
      async () => (await ours.project.up()).seconds,
      async () => (await nothing.project.up()).seconds,
    );
    compare(results, `no-op up of ${count}`, ...updates, MOST);
  }
}
