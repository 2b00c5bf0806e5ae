import { expect, test } from "vitest";
import { newSecret } from "./ids.ts";

test("a secret can stand on a command line: none is taken for an option", () => {
  // One of 64 would begin with a hyphen.
  const secrets = Array.from({ length: 2000 }, () => newSecret());
  expect(secrets.filter((secret) => !/^\w[\w-]{42}$/.test(secret))).toEqual([]);
});
