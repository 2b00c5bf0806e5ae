import { createRequire } from "node:module";
import type { DatabaseSync, DatabaseSyncOptions } from "node:sqlite";

/** An open SQLite file. */
export type Sqlite = DatabaseSync;

type SqliteModule = { DatabaseSync: new (path: string, options?: DatabaseSyncOptions) => DatabaseSync };

/**
 * Loads Node's SQLite without the warning that marks it as experimental. No other warning is held back: a program that
 * embeds the emulator keeps them.
 */
function loadSqlite(): SqliteModule {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = (warning: string | Error, ...rest: never[]) => {
    if (!String(warning).includes("SQLite is an experimental feature")) emitWarning(warning, ...rest);
  };
  try {
    return createRequire(import.meta.url)("node:sqlite") as SqliteModule;
  } catch (cause) {
    throw new Error(`The emulator needs Node 24 or later, this is ${process.version}`, { cause });
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** Opens or creates the file, for this process alone. */
export function openSqlite(path: string): Sqlite {
  const { DatabaseSync } = loadSqlite();
  const sqlite = new DatabaseSync(path);
  try {
    sqlite.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF");
    sqlite.exec("BEGIN IMMEDIATE; COMMIT");
  } catch (cause) {
    sqlite.close();
    const locked = cause instanceof Error && cause.message.includes("locked");
    const reason = locked
      ? "another emulator uses it"
      : cause instanceof Error
        ? cause.message
        : String(cause);
    throw new Error(`Cannot open ${path}: ${reason}`, { cause });
  }
  return sqlite;
}
