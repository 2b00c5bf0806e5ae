import { Database, type EmulatorData } from "./database.ts";

/** Reads all that a data folder holds. No emulator may use the folder meanwhile. */
export function exportData(dataDirectory: string): EmulatorData {
  return inDatabase(dataDirectory, (database) => database.contents());
}

/**
 * Fills a new data folder, so that an emulator that starts there has the same ids, values, tokens and times.
 *
 * @throws Error where the folder holds something already
 */
export function importData(dataDirectory: string, data: EmulatorData): void {
  inDatabase(dataDirectory, (database) => {
    if (Object.keys(database.contents().settings).length > 0) {
      throw new Error(`${dataDirectory} is no new data folder`);
    }
    database.transaction(() => database.fill(data));
  });
}

function inDatabase<Result>(dataDirectory: string, work: (database: Database) => Result): Result {
  const database = new Database(dataDirectory);
  try {
    return work(database);
  } finally {
    database.close();
  }
}
