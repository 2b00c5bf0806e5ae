import { join } from "node:path";
import { preparePrivate, privateFolder } from "./privateFiles.ts";
import { openSqlite, type Sqlite } from "./sqlite.ts";

const FILE = "emulator.sqlite";

/** Anything that is stored: a JSON document with an id. */
export interface Stored {
  id: string;
}

/** All that a data folder holds, in a form that does not depend on how the folder keeps it. */
export interface EmulatorData {
  /** Texts by name: the names of the stacks, their signing keys, their clocks. */
  settings: Record<string, string>;
  /** Records by owner (a tenant's id or a stack's name) and kind, each list in the order of creation. */
  records: Record<string, Record<string, Stored[]>>;
}

/**
 * The objects of one kind that belong to one owner (a tenant or a stack), in the order of their creation.
 *
 * They are held in memory and written through; records are replaced, never changed in place.
 */
export class Collection<T extends Stored> {
  readonly #database: Database;
  readonly #owner: string;
  readonly #kind: string;
  #records = new Map<string, T>();
  #revision = 0;

  constructor(database: Database, owner: string, kind: string) {
    this.#database = database;
    this.#owner = owner;
    this.#kind = kind;
    this.reload();
  }

  /** Changes with every change of the collection. */
  get revision(): number {
    return this.#revision;
  }

  get size(): number {
    return this.#records.size;
  }

  all(): T[] {
    return [...this.#records.values()];
  }

  get(id: string): T | undefined {
    return this.#records.get(id);
  }

  put(record: T): T {
    this.#database.write(this, this.#owner, this.#kind, record.id, JSON.stringify(record));
    this.#records.set(record.id, record);
    this.#revision += 1;
    return record;
  }

  delete(id: string): void {
    this.#database.write(this, this.#owner, this.#kind, id, undefined);
    this.#records.delete(id);
    this.#revision += 1;
  }

  reload(): void {
    const rows = this.#database.read(this.#owner, this.#kind);
    this.#records = new Map(rows.map((row) => [row.id, JSON.parse(row.data) as T]));
    this.#revision += 1;
  }
}

/** A failure to write to the data folder. */
export class StorageError extends Error {
  constructor(options?: ErrorOptions) {
    super(
      "The emulator could not write to its data folder, so nothing of this request was kept. Is its disk full?",
      options,
    );
  }
}

/** The emulator's state on disk: one SQLite file in the data folder. */
export class Database {
  readonly #sqlite: Sqlite;
  readonly #touched = new Set<{ reload(): void }>();
  /** Something of the current transaction could not be written. */
  #failed = false;

  constructor(directory: string) {
    privateFolder(directory, FILE);
    const file = join(directory, FILE);
    // SQLite gives its further files the permissions of this one.
    preparePrivate(file);
    this.#sqlite = openSqlite(file);
    this.#sqlite.exec(`
      CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS records (
        position INTEGER PRIMARY KEY, owner TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, data TEXT NOT NULL,
        UNIQUE (owner, kind, id)
      );`);
  }

  setting(name: string): string | undefined {
    const row = this.#sqlite.prepare("SELECT value FROM settings WHERE name = ?").get(name);
    return row === undefined ? undefined : String(row["value"]);
  }

  setSetting(name: string, value: string): void {
    this.#sqlite.prepare("INSERT OR REPLACE INTO settings VALUES (?, ?)").run(name, value);
  }

  read(owner: string, kind: string): { id: string; data: string }[] {
    return this.#sqlite
      .prepare("SELECT id, data FROM records WHERE owner = ? AND kind = ? ORDER BY position")
      .all(owner, kind)
      .map((row) => ({ id: String(row["id"]), data: String(row["data"]) }));
  }

  write(
    collection: { reload(): void },
    owner: string,
    kind: string,
    id: string,
    data: string | undefined,
  ): void {
    this.#touched.add(collection);
    try {
      if (data === undefined) {
        this.#sqlite
          .prepare("DELETE FROM records WHERE owner = ? AND kind = ? AND id = ?")
          .run(owner, kind, id);
      } else {
        this.#sqlite
          .prepare(
            `INSERT INTO records (owner, kind, id, data) VALUES (?, ?, ?, ?)
             ON CONFLICT (owner, kind, id) DO UPDATE SET data = excluded.data`,
          )
          .run(owner, kind, id, data);
      }
    } catch (error) {
      this.#failed = true;
      throw error;
    }
  }

  /**
   * Runs synchronous work as one unit: it is undone when it throws, when `keep` says no to its result, and when
   * something could not be written, such as to a full disk.
   *
   * @throws StorageError where something could not be written, also if the work itself caught the error
   */
  transaction<R>(work: () => R, keep: (result: R) => boolean = () => true): R {
    this.#touched.clear();
    this.#failed = false;
    this.#sqlite.exec("BEGIN");
    let kept = false;
    try {
      const result = work();
      if (this.#failed) throw new StorageError();
      if (keep(result)) {
        this.#commit();
        kept = true;
      }
      return result;
    } finally {
      if (!kept) this.#undo();
    }
  }

  #commit(): void {
    try {
      this.#sqlite.exec("COMMIT");
    } catch (cause) {
      throw new StorageError({ cause });
    }
  }

  #undo(): void {
    // SQLite itself undoes what fails for want of space.
    if (this.#sqlite.isTransaction) this.#sqlite.exec("ROLLBACK");
    for (const collection of this.#touched) collection.reload();
  }

  /** Everything that is stored. */
  contents(): EmulatorData {
    const settings = this.#sqlite.prepare("SELECT name, value FROM settings ORDER BY name").all();
    const records = new Map<string, Map<string, Stored[]>>();
    const rows = this.#sqlite.prepare("SELECT owner, kind, data FROM records ORDER BY owner, kind, position");
    for (const row of rows.all()) {
      const [owner, kind] = [String(row["owner"]), String(row["kind"])];
      const kinds = records.get(owner) ?? new Map<string, Stored[]>();
      records.set(
        owner,
        kinds.set(kind, [...(kinds.get(kind) ?? []), JSON.parse(String(row["data"])) as Stored]),
      );
    }
    return {
      settings: Object.fromEntries(settings.map((row) => [String(row["name"]), String(row["value"])])),
      records: Object.fromEntries([...records].map(([owner, kinds]) => [owner, Object.fromEntries(kinds)])),
    };
  }

  /** Adds what {@link contents} of another folder has given. */
  fill({ settings, records }: EmulatorData): void {
    for (const [name, value] of Object.entries(settings)) this.setSetting(name, value);
    for (const [owner, kinds] of Object.entries(records)) {
      for (const [kind, list] of Object.entries(kinds)) {
        const collection = new Collection(this, owner, kind);
        for (const record of list) collection.put(record);
      }
    }
  }

  close(): void {
    this.#sqlite.close();
  }
}
