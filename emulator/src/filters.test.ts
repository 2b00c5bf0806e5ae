import { expect, test } from "vitest";
import { contains, equals, equalsAnyCase, filtered, oneOfAnyCase, since, sorted, until } from "./filters.ts";

interface Fruit {
  name: string;
  color: string | null;
  picked: string;
}

const apple = { name: "Apple", color: "RED", picked: "2026-01-02T00:00:00Z" };
const banana = { name: "Banana", color: "YELLOW", picked: "2026-01-01T00:00:00Z" };
const unripe = { name: "Cherry", color: null, picked: "2026-01-03T00:00:00Z" };
const fruits: Fruit[] = [apple, banana, unripe];
const filters = {
  name: equals<Fruit>(({ name }) => name),
  name_Icontains: contains<Fruit>(({ name }) => name),
  color: equalsAnyCase<Fruit>(({ color }) => color),
  color_In: oneOfAnyCase<Fruit>(({ color }) => color),
  picked_Gte: since<Fruit>(({ picked }) => picked),
  picked_Lte: until<Fruit>(({ picked }) => picked),
};

test("a filter that is null lets everything pass", () => {
  expect(filtered(fruits, { name: null, color: undefined }, filters)).toEqual(fruits);
});

test("enum-like strings are compared in any letter case, names exactly", () => {
  expect(filtered(fruits, { color: "red" }, filters)).toEqual([apple]);
  expect(filtered(fruits, { color_In: ["Yellow", "red"] }, filters)).toEqual([apple, banana]);
  expect(filtered(fruits, { name: "apple" }, filters)).toEqual([]);
  expect(filtered(fruits, { name_Icontains: "AN" }, filters)).toEqual([banana]);
});

test("instants bound a list at both ends", () => {
  const bounds = { picked_Gte: "2026-01-01T12:00:00Z", picked_Lte: "2026-01-02T12:00:00Z" };
  expect(filtered(fruits, bounds, filters)).toEqual([apple]);
});

test("an argument without a filter is refused instead of ignored", () => {
  expect(() => filtered(fruits, { taste: "sweet" }, filters)).toThrow(
    'The emulator does not implement the argument "taste" yet',
  );
});

test("sorting takes the first difference, nulls first, and refuses what it does not know", () => {
  const fields = { COLOR: ({ color }: Fruit) => color, NAME: ({ name }: Fruit) => name };
  expect(sorted(fruits, { sortBy: [{ field: "COLOR", direction: "ASC" }] }, fields)).toEqual([
    unripe,
    apple,
    banana,
  ]);
  expect(sorted(fruits, { orderBy: { field: "NAME", direction: "DESC" } }, fields)[0]).toBe(unripe);
  expect(() => sorted(fruits, { sortBy: [{ field: "SIZE", direction: "ASC" }] }, fields)).toThrow(
    "sorting by SIZE",
  );
});
