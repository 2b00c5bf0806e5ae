import { expect, test } from "vitest";
import { RateLimit } from "./rateLimit.ts";

test("so many requests pass in any one second, for each tenant on its own", () => {
  const limit = new RateLimit(2);
  expect(limit.take("a", 0)).toBeUndefined();
  expect(limit.take("a", 600)).toBeUndefined();
  expect(limit.take("a", 999)).toBe(1);
  expect(limit.take("b", 999)).toBeUndefined();
  expect(limit.take("a", 1000)).toBeUndefined();
  expect(limit.take("a", 1500)).toBe(1);
});

test("refused requests do not delay the next ones", () => {
  const limit = new RateLimit(1);
  limit.take("a", 0);
  for (let time = 100; time < 1000; time += 100) expect(limit.take("a", time)).toBe(1);
  expect(limit.take("a", 1000)).toBeUndefined();
});

test("zero means no limit", () => {
  const limit = new RateLimit(0);
  for (let count = 0; count < 100; count += 1) expect(limit.take("a", 0)).toBeUndefined();
});
