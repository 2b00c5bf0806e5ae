import type { Dispatcher } from "undici";
import { expect, it, vi } from "vitest";
import { rateLimit } from "./rateLimit.ts";

/** Sends requests and answers when each of them started. */
async function startsOf(count: number, perSecond: number): Promise<number[]> {
  const starts: number[] = [];
  const dispatch = rateLimit(perSecond)((_options: Dispatcher.DispatchOptions) => {
    starts.push(performance.now());
    return true;
  });
  for (let index = 0; index < count; index += 1) dispatch({ path: "/", method: "POST" }, {});
  await vi.waitFor(() => expect(starts).toHaveLength(count), { timeout: 30_000 });
  return starts;
}

/** The shortest time in which more requests started than one second may see. */
function shortestOverfullSpan(starts: number[], perSecond: number): number {
  return Math.min(...starts.slice(perSecond).map((start, index) => start - (starts[index] ?? 0)));
}

it("lets no second see more requests than allowed", async () => {
  expect(shortestOverfullSpan(await startsOf(12, 5), 5)).toBeGreaterThan(1000);
});

it("counts from when requests really start, also where the process is held up meanwhile", async () => {
  setTimeout(() => {
    const until = performance.now() + 1100;
    while (performance.now() < until);
  }, 1000);
  expect(shortestOverfullSpan(await startsOf(7, 3), 3)).toBeGreaterThan(1000);
});
