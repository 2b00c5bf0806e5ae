import { expect, onTestFinished, test } from "vitest";
import { Collection, Database } from "./database.ts";
import { temporaryDirectory } from "./testing/harness.ts";

const open = (directory = temporaryDirectory()): Database => {
  const database = new Database(directory);
  onTestFinished(() => database.close());
  return database;
};

const names = (collection: Collection<{ id: string; name: string }>): string[] =>
  collection.all().map(({ name }) => name);

test("records keep their order when they change and after a restart", () => {
  const directory = temporaryDirectory();
  const database = new Database(directory);
  const before = new Collection<{ id: string; name: string }>(database, "tenant", "things");
  before.put({ id: "1", name: "one" });
  before.put({ id: "2", name: "two" });
  before.put({ id: "1", name: "uno" });
  expect(names(before)).toEqual(["uno", "two"]);
  database.close();
  expect(names(new Collection(open(directory), "tenant", "things"))).toEqual(["uno", "two"]);
});

test("owners and kinds do not see each other's records", () => {
  const database = open();
  new Collection(database, "a", "things").put({ id: "1" });
  expect(new Collection(database, "b", "things").all()).toEqual([]);
  expect(new Collection(database, "a", "others").all()).toEqual([]);
});

test("a transaction that throws or is turned down leaves nothing behind, in memory or on disk", () => {
  const database = open();
  const things = new Collection<{ id: string; name: string }>(database, "tenant", "things");
  things.put({ id: "1", name: "one" });
  things.put({ id: "2", name: "two" });
  const change = (): void => {
    things.delete("1");
    things.put({ id: "3", name: "three" });
  };
  expect(() =>
    database.transaction(() => {
      change();
      throw new Error("no");
    }),
  ).toThrow("no");
  expect(names(things)).toEqual(["one", "two"]);
  database.transaction(change, () => false);
  expect(names(things)).toEqual(["one", "two"]);
  database.transaction(change);
  expect(names(new Collection(database, "tenant", "things"))).toEqual(["two", "three"]);
});

test("a second emulator on the same folder is refused with the reason", () => {
  const directory = temporaryDirectory();
  open(directory);
  expect(() => new Database(directory)).toThrow("another emulator uses it");
});
