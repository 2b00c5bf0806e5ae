import { describe, expect, test } from "vitest";
import { byPosition } from "./cursors.ts";
import { page as cut, pageLimit, type Page, type PageArguments } from "./paging.ts";

const numbers = Array.from({ length: 250 }, (_, index) => index);

const page = (records: number[], args: PageArguments, refusesLarge = false): Page<number> =>
  cut<number>(records, args, { refusesLarge, cursors: byPosition });

describe("a page", () => {
  test("holds a hundred records where nothing is asked, and never more", () => {
    expect(page(numbers, {}).nodes).toEqual(numbers.slice(0, pageLimit));
    expect(page(numbers, { first: 500 }).nodes).toHaveLength(pageLimit);
  });

  test("that is too large is refused where that is the setting", () => {
    expect(page(numbers, { first: 100 }, true).nodes).toHaveLength(pageLimit);
    expect(page(numbers, {}, true).nodes).toHaveLength(pageLimit);
    expect(() => page(numbers, { first: 101 }, true)).toThrow('"first" must not be larger than 100');
    expect(() => page(numbers, { last: 101 }, true)).toThrow('"last" must not be larger than 100');
  });

  test("is the first one for an empty or a null cursor", () => {
    const first = page(numbers, { first: 3 });
    expect(page(numbers, { first: 3, after: "" })).toEqual(first);
    expect(page(numbers, { first: 3, after: null })).toEqual(first);
  });

  test("goes on after the cursor until the last one says so", () => {
    const seen: number[] = [];
    let after: string | null = "";
    let pages = 0;
    do {
      const { nodes, pageInfo }: Page<number> = page(numbers, { after });
      seen.push(...nodes);
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      pages += 1;
    } while (after !== null);
    expect(seen).toEqual(numbers);
    expect(pages).toBe(3);
  });

  test("counts the whole list, not the page", () => {
    expect(page(numbers, { first: 2 }).totalCount).toBe(250);
  });

  test("can be asked for by offset, from the end and before a cursor", () => {
    expect(page(numbers, { first: 2, offset: 10 }).nodes).toEqual([10, 11]);
    expect(page(numbers, { last: 2 }).nodes).toEqual([248, 249]);
    const { startCursor } = page(numbers, { first: 1, offset: 5 }).pageInfo;
    expect(page(numbers, { before: startCursor, last: 2 }).nodes).toEqual([3, 4]);
  });

  test("of an empty list has no cursors", () => {
    expect(page([], {}).pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: false,
      startCursor: null,
      endCursor: null,
    });
  });

  test("refuses a cursor that no page gave out", () => {
    expect(() => page(numbers, { after: "nonsense" })).toThrow('Invalid cursor in "after"');
  });
});
