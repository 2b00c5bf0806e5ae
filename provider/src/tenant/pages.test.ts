import { describe, expect, it } from "vitest";
import { allPages } from "./reads.ts";

describe("allPages", () => {
  it("counts an object that moved to the next page once, as it was read last", async () => {
    const pages = [
      { nodes: [{ id: "1" }, { id: "2", read: 1 }], pageInfo: { hasNextPage: true, endCursor: "a" } },
      { nodes: [{ id: "2", read: 2 }, { id: "3" }], pageInfo: { hasNextPage: false, endCursor: "b" } },
    ];
    const all = await allPages((after) => Promise.resolve(pages[after === null ? 0 : 1]!));
    expect(all).toEqual([{ id: "1" }, { id: "2", read: 2 }, { id: "3" }]);
  });
});
