import { found } from "../errors.ts";
import type { Rows, Tables, Tenant } from "../tenant.ts";
import type { Read } from "./objectType.ts";
import type { Collection } from "../database.ts";

type TableName = keyof Rows;

const table = <Name extends TableName>(tables: Tables, name: Name): Collection<Rows[Name]> => tables[name];

/** The row of a table whose id stands in a column of the record. */
export const row =
  <Name extends TableName, Column extends string>(
    name: Name,
    column: Column,
  ): Read<{ [Each in Column]: string | null }, Rows[Name] | undefined> =>
  (record, { tenant }) => {
    const id = record[column];
    return id === null ? undefined : table(tenant, name).get(id);
  };

/** The rows of a table in which a column holds the id of the record. */
export const rows =
  <Name extends TableName>(name: Name, column: keyof Rows[Name]): Read<{ id: string }, Rows[Name][]> =>
  ({ id }, { tenant }) =>
    table(tenant, name)
      .all()
      .filter((each) => each[column] === id);

/** All rows of a table. */
export const all =
  <Name extends TableName>(name: Name): Read<unknown, Rows[Name][]> =>
  (_record, { tenant }) =>
    table(tenant, name).all();

/** The row of a table with the id that the field's argument names. */
export const byId =
  <Name extends TableName>(name: Name) =>
  (_record: unknown, { tenant }: { tenant: Tenant }, { id }: { id: string }): Rows[Name] =>
    found(table(tenant, name).get(id));

/** The value, record or records that a function of the tenant finds for the record. */
export const related =
  <T, V>(find: (tenant: Tenant, record: T) => V): Read<T, V> =>
  (record, { tenant }) =>
    find(tenant, record);
