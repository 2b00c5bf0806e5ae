import { describe, expect, test } from "vitest";
import { page, pageLimit } from "./paging.ts";

const numbers = Array.from({ length: 250 }, (_, index) => index);
const same = (value: number): number => value;

describe("a page", () => {
  test("holds a hundred records where nothing is asked, and never more", () => {
    expect(page(numbers, {}, same).nodes).toEqual(numbers.slice(0, pageLimit));
    expect(page(numbers, { first: 500 }, same).nodes).toHaveLength(pageLimit);
  });

  test("is the first one for an empty or a null cursor", () => {
    const first = page(numbers, { first: 3 }, same);
    expect(page(numbers, { first: 3, after: "" }, same)).toEqual(first);
    expect(page(numbers, { first: 3, after: null }, same)).toEqual(first);
  });

  test("goes on after the cursor until the last one says so", () => {
    const seen: number[] = [];
    let after: string | null = "";
    let pages = 0;
    do {
      const { nodes, pageInfo }: ReturnType<typeof page<number, number>> = page(numbers, { after }, same);
      seen.push(...nodes);
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      pages += 1;
    } while (after !== null);
    expect(seen).toEqual(numbers);
    expect(pages).toBe(3);
  });

  test("counts the whole list, not the page", () => {
    expect(page(numbers, { first: 2 }, same).totalCount).toBe(250);
  });

  test("can be asked for by offset, from the end and before a cursor", () => {
    expect(page(numbers, { first: 2, offset: 10 }, same).nodes).toEqual([10, 11]);
    expect(page(numbers, { last: 2 }, same).nodes).toEqual([248, 249]);
    const { startCursor } = page(numbers, { first: 1, offset: 5 }, same).pageInfo;
    expect(page(numbers, { before: startCursor, last: 2 }, same).nodes).toEqual([3, 4]);
  });

  test("of an empty list has no cursors", () => {
    expect(page([], {}, same).pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: false,
      startCursor: null,
      endCursor: null,
    });
  });

  test("refuses a cursor that no page gave out", () => {
    expect(() => page(numbers, { after: "nonsense" }, same)).toThrow('Invalid cursor in "after"');
  });
});
