import type { ApiRequest } from "../request.ts";

/** Reads something of a record. */
export type Read<T, V = unknown> = (record: T, request: ApiRequest) => V;

/** Reads the value of a field, the record of a field's type, or the records of a list. */
type Resolve<T> = (record: T, request: ApiRequest, args: never) => unknown;

/**
 * A field: a constant, or a function of the record. It answers records of another type as they are, and the schema
 * names that type. `always` holds arguments that a field gives to its list, whatever the request says.
 */
export type Field<T> =
  | null
  | boolean
  | string
  | readonly never[]
  | Resolve<T>
  | { read: Resolve<T>; always: Record<string, unknown> };

/** A list before any filter, with all its arguments. */
export interface Unfiltered<T> {
  records: readonly T[];
  args: Record<string, unknown>;
}

/** Makes the test of the records of a list from the value of an argument. */
export type Filter<T> = (wanted: never, request: ApiRequest, list: Unfiltered<T>) => (record: T) => boolean;

/** A value by which records are sorted. */
export type Sortable = string | number | boolean | null | undefined;

/** A GraphQL type as data: its objects are made of records. */
export interface ObjectType<T> {
  fields: Record<string, Field<T>>;
  /** Tells the records that the caller may see; left out: all of them. */
  visible?: Read<T, boolean>;
  /** The arguments of every list of the type, beside the page and the order. */
  filters?: Record<string, Filter<T>>;
  /** Values of arguments that are not given. */
  defaults?: Record<string, unknown>;
  /** The values of the type's order enum: a column, or a function of the record. */
  orders?: Record<string, (keyof T & string) | Read<T, Sortable>>;
}

/** A record of another kind than its GraphQL type is made of; it names a definition of its own. */
export interface DefinedBy {
  definedBy: string;
}

type Columns<Name extends string> = { [Each in Name]: unknown };

/** Makes fields that show the columns of the same names. */
export const columns = <Name extends string>(...names: Name[]): Record<Name, Read<Columns<Name>>> =>
  fieldsOf(names, (name) => (record: Columns<Name>) => record[name]);

/** Makes fields that show the parts of the same names of one column. */
export const partsOf = <T, Part, Name extends keyof Part & string>(
  column: (record: T) => Part,
  ...names: Name[]
): Record<Name, Read<T>> => fieldsOf(names, (name) => (record: T) => column(record)[name]);

const fieldsOf = <Name extends string, F>(names: Name[], field: (name: Name) => F): Record<Name, F> =>
  Object.fromEntries(names.map((name) => [name, field(name)])) as Record<Name, F>;
