import { describe, expect, it } from "vitest";
import { inputNamesOf, namesOf } from "./inputNames.ts";

describe("The names of the inputs of a set", () => {
  const many = Array.from({ length: 2000 }, (_, index): [string, string[]] => [
    `c${index}`,
    ["password", "user"],
  ]);
  const all = inputNamesOf(new Map([...many, ["globex", ["key"]], ["initech", []]]));

  it("are there once for all customers that have the same ones", () => {
    expect(all).toEqual({ most: ["password", "user"], others: { globex: ["key"], initech: [] } });
    expect(namesOf(all, "c7")).toEqual(["password", "user"]);
    expect(namesOf(all, "globex")).toEqual(["key"]);
    expect(namesOf(all, "initech")).toEqual([]);
  });

  it("are none where nothing is known", () => {
    expect(namesOf(undefined, "globex")).toEqual([]);
    expect(inputNamesOf(new Map())).toEqual({ most: [], others: {} });
  });
});
