import DataLoader from "dataloader";
import { PAGE_SIZE } from "./pages.ts";

/** Pulumi's calls arrive in ticks of their own, so that the loader's own schedule would join none of them. */
const WINDOW_MILLISECONDS = 10;

/** Joins look-ups by id of the same moment; nothing is kept, because what they read may change. */
export function idLoader<Found extends { id: string }>(
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
      batchScheduleFn: (callback) => setTimeout(callback, WINDOW_MILLISECONDS),
    },
  );
  return (id) => loader.load(id);
}
