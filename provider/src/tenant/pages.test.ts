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

describe("A list without an end", () => {
  const page = (id: string, endCursor: string | null) => ({
    nodes: [{ id }],
    pageInfo: { hasNextPage: true, endCursor },
  });
  const given = "so the list was given up. Check that prismatic:url leads to Prismatic.";

  it("is given up at a cursor that it had before, not only the one just before", async () => {
    let reads = 0;
    const round = () => Promise.resolve(page(`${(reads += 1)}`, `${reads % 3}`));
    await expect(allPages(round)).rejects.toThrow(
      `The server announced a next page of a list that it had sent already, after 4 objects, ${given}`,
    );
    expect(reads).toBe(4);
  });

  it("is given up without a cursor", async () => {
    await expect(allPages(() => Promise.resolve(page("1", null)))).rejects.toThrow(
      `The server announced a next page of a list but no cursor that leads to it, ${given}`,
    );
  });

  it("is given up where page after page brings nothing new", async () => {
    let reads = 0;
    const same = () => Promise.resolve(page("1", `${(reads += 1)}`));
    await expect(allPages(same)).rejects.toThrow(
      `The server sent 10 pages of a list in a row without another object, and announced more, ${given}`,
    );
    expect(reads).toBe(11);
  });

  it("is given up after a million objects", async () => {
    let reads = 0;
    const next = () => Promise.resolve(page(`${(reads += 1)}`, `${reads}`));
    await expect(allPages(next)).rejects.toThrow(
      `The server sent 10000 pages of a list, and announced more, ${given}`,
    );
    expect(reads).toBe(10_000);
  });
});
