import { expect, test } from "vitest";
import type { ApiRequest } from "../request.ts";
import { changedSwitches } from "../switches.ts";
import { contains, equals, equalsAnyCase, oneOfAnyCase, since, until } from "./filters.ts";
import { list, type ListArguments } from "./lists.ts";
import type { ObjectType } from "./objectType.ts";

interface Fruit {
  name: string;
  color: string | null;
  picked: string;
}

const apple = { name: "Apple", color: "RED", picked: "2026-01-02T00:00:00Z" };
const banana = { name: "Banana", color: "YELLOW", picked: "2026-01-01T00:00:00Z" };
const unripe = { name: "Cherry", color: null, picked: "2026-01-03T00:00:00Z" };
const fruits: Fruit[] = [apple, banana, unripe];
const fruit: Omit<ObjectType<Fruit>, "fields"> = {
  filters: {
    name: equals("name"),
    name_Icontains: contains(({ name }) => name),
    color: equalsAnyCase("color"),
    color_In: oneOfAnyCase("color"),
    picked_Gte: since("picked"),
    picked_Lte: until("picked"),
  },
  orders: { COLOR: "color", NAME: ({ name }) => name },
};
const request = { stack: { switches: changedSwitches({}, {}) }, number: 1 } as ApiRequest;
const listed = (args: ListArguments, type = fruit): Fruit[] => list(type, fruits, args, request).nodes;

test("a filter that is null lets everything pass", () => {
  expect(listed({ name: null, color: undefined })).toEqual(fruits);
});

test("enum-like strings are compared in any letter case, names exactly", () => {
  expect(listed({ color: "red" })).toEqual([apple]);
  expect(listed({ color_In: ["Yellow", "red"] })).toEqual([apple, banana]);
  expect(listed({ name: "apple" })).toEqual([]);
  expect(listed({ name_Icontains: "AN" })).toEqual([banana]);
});

test("instants bound a list at both ends", () => {
  const bounds = { picked_Gte: "2026-01-01T12:00:00Z", picked_Lte: "2026-01-02T12:00:00Z" };
  expect(listed(bounds)).toEqual([apple]);
});

test("an argument without a filter is refused instead of ignored", () => {
  expect(() => listed({ taste: "sweet" })).toThrow(
    'The emulator does not implement the argument "taste" yet',
  );
});

test("sorting takes the first difference, nulls first, and refuses what it does not know", () => {
  expect(listed({ sortBy: [{ field: "COLOR", direction: "ASC" }] })).toEqual([unripe, apple, banana]);
  expect(listed({ orderBy: { field: "NAME", direction: "DESC" } })[0]).toBe(unripe);
  expect(() => listed({ sortBy: [{ field: "SIZE", direction: "ASC" }] })).toThrow("sorting by SIZE");
});

test("an argument that is not given has its default, and a given one may see the whole list", () => {
  const type: typeof fruit = {
    defaults: { all: false },
    filters: {
      ...fruit.filters,
      all:
        (all: boolean, _request, { records }) =>
        (each) =>
          all || each === records[0],
    },
  };
  expect(listed({}, type)).toEqual([apple]);
  expect(listed({ all: null }, type)).toEqual([apple]);
  expect(listed({ all: true, color: "yellow" }, type)).toEqual([banana]);
});
