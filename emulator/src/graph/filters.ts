import { given } from "../request.ts";
import type { Filter, Read } from "./objectType.ts";

/** Makes a filter from the name of a column, or from a function of the record. */
interface FilterOf<V> {
  <Name extends string>(column: Name): Filter<{ [Each in Name]: V }>;
  <T>(read: Read<T, V>): Filter<T>;
}

const filterOf =
  <V>(test: (wanted: never) => (value: V) => boolean): FilterOf<V> =>
  <T>(of: string | Read<T, V>): Filter<T> =>
  (wanted, request) => {
    const passes = test(wanted);
    return (record) =>
      passes(typeof of === "string" ? (record as Record<string, V>)[of]! : of(record, request));
  };

const upper = (value: unknown): unknown => (typeof value === "string" ? value.toUpperCase() : value);

/** Equal. */
export const equals = filterOf<unknown>((wanted: unknown) => (value) => value === wanted);

/** Equal in any letter case: enum-like strings go in lower case and come out upper. */
export const equalsAnyCase = filterOf<string | null>(
  (wanted: string) => (value) => upper(value) === upper(wanted),
);

/** Contained in any letter case. */
export const contains = filterOf<string | null>((wanted: string) => {
  const part = wanted.toLowerCase();
  return (value) => (value ?? "").toLowerCase().includes(part);
});

/** The beginning, in any letter case. */
export const startsWith = filterOf<string>((wanted: string) => {
  const part = wanted.toLowerCase();
  return (value) => value.toLowerCase().startsWith(part);
});

/** One of a list. */
export const oneOf = filterOf<string | null>((wanted: unknown[]) => (value) => wanted.includes(value));

/** One of a list in any letter case. */
export const oneOfAnyCase = filterOf<string | null>((wanted: unknown[]) => {
  const allowed = wanted.filter(given).map(upper);
  return (value) => allowed.includes(upper(value));
});

/** A list that holds the value. */
export const includes = filterOf<readonly string[]>((wanted: string) => (value) => value.includes(wanted));

/** A list of which one value contains a text in any letter case. */
export const anyContains = filterOf<readonly string[]>((wanted: string) => {
  const part = wanted.toLowerCase();
  return (values) => values.some((value) => value.toLowerCase().includes(part));
});

/** Null or not. */
export const isNull = filterOf<unknown>((wanted: boolean) => (value) => wanted === (value === null));

/** Not before an instant. */
export const since = filterOf<string>((wanted: string) => (value) => Date.parse(value) >= Date.parse(wanted));

/** Not after an instant. */
export const until = filterOf<string>((wanted: string) => (value) => Date.parse(value) <= Date.parse(wanted));

/** Passes every record: for arguments that make no difference to what the emulator holds. */
export const anything: Filter<unknown> = () => () => true;

/** Passes no record: for arguments that nothing in the emulator meets. */
export const nothing: Filter<unknown> = () => () => false;

/** Filters records by another record that each of them refers to. */
export const through =
  <T, Other>(read: Read<T, Other>, filter: Filter<Other>): Filter<T> =>
  (wanted, request, { records, args }) => {
    const others = records.map((record) => read(record, request));
    const passes = filter(wanted, request, { records: others, args });
    return (record) => passes(read(record, request));
  };
