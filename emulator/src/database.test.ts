import { spawnSync } from "node:child_process";
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

test("a full disk undoes the transaction that met it as a whole, in memory and on disk, and the next one works", () => {
  const directory = temporaryDirectory();
  // As the resolvers of a request do: the second write is tried although the first one failed.
  const program = `
    import { Collection, Database, StorageError } from "./database.ts";
    process.on("SIGXFSZ", () => undefined);
    const database = new Database(process.argv[1]);
    const [ones, others] = ["ones", "others"].map((kind) => new Collection(database, "tenant", kind));
    const attempt = (work) => { try { work(); } catch (error) { return error; } };
    let failure;
    for (let id = 0; id < 100 && failure === undefined; id += 1)
      failure = attempt(() => database.transaction(() => {
        const record = { id: String(id), text: "x".repeat(20_000) };
        attempt(() => ones.put(record));
        attempt(() => others.put(record));
      }));
    const next = attempt(() => database.transaction(() => ones.all()));
    console.log(JSON.stringify({
      isStorageError: failure instanceof StorageError, next: String(next),
      held: [ones, others].map((each) => each.all().map(({ id }) => id)),
    }));`;
  const limited = 'ulimit -f 600; exec "$0" --input-type=module -e "$1" "$2"';
  const { stdout, stderr } = spawnSync("bash", ["-c", limited, process.execPath, program, directory], {
    cwd: import.meta.dirname,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  const said = JSON.parse(stdout) as { held: [string[], string[]] };
  const [held, others] = said.held;
  expect(said).toMatchObject({ isStorageError: true, next: "undefined" });
  expect(held.length).toBeGreaterThan(3);
  expect(others).toEqual(held);
  const database = open(directory);
  for (const kind of ["ones", "others"])
    expect(new Collection(database, "tenant", kind).all().map(({ id }) => id)).toEqual(held);
});

test("a second emulator on the same folder is refused with the reason", () => {
  const directory = temporaryDirectory();
  open(directory);
  expect(() => new Database(directory)).toThrow("another emulator uses it");
});
