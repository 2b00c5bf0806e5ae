import DataLoader from "dataloader";
import type { Lull } from "./lull.ts";
import { PAGE_SIZE } from "./pages.ts";

/** Joins look-ups by id of the same moment; nothing is kept, because what they read may change. */
export function idLoader<Found extends { id: string }>(
  lull: Lull,
  read: (ids: string[]) => Promise<Found[]>,
): (id: string) => Promise<Found | undefined> {
  const loader = new DataLoader<string, Found | undefined>(
    async (ids) => {
      const found = new Map((await read([...new Set(ids)])).map((object) => [object.id, object]));
      return ids.map((id) => found.get(id));
    },
    {
      cache: false,
      maxBatchSize: PAGE_SIZE,
      // Pulumi's calls arrive in ticks of their own, so that the loader's own schedule would join none of them.
      batchScheduleFn: (callback) => void lull.wait().then(callback),
    },
  );
  return (id) => loader.load(id);
}
