import fc, { type Arbitrary } from "fast-check";
import { hostileText } from "../../rollout/src/testing/arbitrary.ts";
import { UNKNOWN, SIGNATURE } from "../../provider/src/dynamic/wire.ts";

/** Names that JavaScript, YAML, Pulumi or a file system takes for its own. */
const NAMES = [
  ...["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "toJSON", "then"],
  ...["length", "<<", "", "*", ".", "..", "0", "-1", "__provider", "__defineGetter__", SIGNATURE],
];

/** A name, most of them hostile. */
export const hostileName: Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 1, arbitrary: hostileText },
);

/** Levels of a value that is nested without need: more than any reader's stack bears if it counts on it. */
const DEPTHS = [30, 250, 1500];

/** Characters of all names of such a value: what is read takes its time by its size, which others bound. */
const MOST_CHARACTERS = 150_000;

const deep: Arbitrary<unknown> = fc
  .tuple(fc.constantFrom(...DEPTHS), fc.boolean(), hostileName)
  .map(([depth, isList, name]) => {
    let value: unknown = 1;
    for (let level = 0; level < depth; level++)
      value = isList ? [value] : Object.fromEntries([[name.slice(0, MOST_CHARACTERS / depth), value]]);
    return value;
  });

/** Maps that readers take for a text, a list or a number, and that cannot be made one. */
const POSERS: readonly object[] = [
  ...["length", "size", "toString", "valueOf", "toJSON", "then", "message"].flatMap((name) => [
    { [name]: { toString: null, valueOf: null } },
    { [name]: 3 },
  ]),
  { length: "1", 0: "a" },
  { toString: null, valueOf: null },
];

const leaf: Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom(...POSERS),
  hostileName,
  fc.constantFrom<unknown>(null, true, false, 0, -0, 1, -1, 1.5, 1e308, 5e-324, 2 ** 53, UNKNOWN, "1e999"),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** Any value that JSON can carry, with members of hostile names that are its own. */
export const hostileJson: Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: leaf },
  {
    weight: 4,
    arbitrary: fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4, depthSize: "small" },
        leaf,
        fc.array(tie("value"), { maxLength: 3 }),
        fc.array(fc.tuple(hostileName, tie("value")), { maxLength: 3 }).map(Object.fromEntries),
      ),
    })).value,
  },
  { weight: 1, arbitrary: deep },
);

/** A change of some place of a value. */
interface Edit {
  at: number;
  how: "replace" | "remove" | "repeat" | "rename" | "add" | "wrap";
  name: string;
  value: unknown;
}

const edit: Arbitrary<Edit> = fc.record({
  at: fc.nat({ max: 1_000_000 }),
  how: fc.constantFrom("replace", "replace", "remove", "repeat", "rename", "add", "wrap"),
  name: hostileName,
  value: hostileJson,
});

/** Changes that make a right value hostile. */
export const edits: Arbitrary<Edit[]> = fc.array(edit, { minLength: 1, maxLength: 3 });

type Place = { in: unknown[]; key: number } | { in: Record<string, unknown>; key: string };

/** A copy of a value with each change at one of its places. */
export function edited(value: unknown, changes: readonly Edit[]): unknown {
  const root: unknown[] = [structuredClone(value)];
  for (const change of changes) {
    const places = placesOf(root);
    const place = places[change.at % places.length];
    if (place !== undefined) apply(place, change);
  }
  return root[0];
}

function placesOf(value: unknown, found: Place[] = [], depth = 0): Place[] {
  if (depth > 40 || typeof value !== "object" || value === null) return found;
  for (const [key, member] of Object.entries(value)) {
    found.push(
      Array.isArray(value) ? { in: value, key: Number(key) } : { in: value as Record<string, unknown>, key },
    );
    placesOf(member, found, depth + 1);
  }
  return found;
}

function apply(place: Place, { how, name, value: given }: Edit): void {
  const { in: owner, key } = place;
  // A later change could put a shared value into itself.
  const value = structuredClone(given);
  const descriptor = Object.getOwnPropertyDescriptor(owner, key);
  const old: unknown = descriptor?.value;
  const set = (to: PropertyKey, member: unknown) =>
    Object.defineProperty(owner, to, { value: member, writable: true, enumerable: true, configurable: true });
  if (how === "replace") set(key, value);
  else if (how === "wrap") set(key, [old]);
  else if (how === "add" && isMap(old)) set(key, { ...old, ...Object.fromEntries([[name, value]]) });
  else if (Array.isArray(owner)) {
    if (how === "remove") owner.splice(Number(key), 1);
    else owner.push(structuredClone(old));
  } else if (how === "remove") Reflect.deleteProperty(owner, key);
  else {
    if (how === "rename") Reflect.deleteProperty(owner, key);
    set(name, old);
  }
}

const isMap = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A change of a text: what is put in place of some of its characters. */
interface TextEdit {
  at: number;
  length: number;
  text: string;
}

/** Changes of a text, by any of the given pieces or hostile text. */
export const textEdits = (pieces: readonly string[]): Arbitrary<TextEdit[]> =>
  fc.array(
    fc.record({
      at: fc.nat({ max: 1_000_000 }),
      length: fc.oneof(fc.constant(0), fc.nat({ max: 8 }), fc.nat({ max: 400 })),
      text: fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...pieces) },
        { weight: 1, arbitrary: hostileText },
      ),
    }),
    { minLength: 1, maxLength: 4 },
  );

/** A text with changes. */
export function editedText(text: string, changes: readonly TextEdit[]): string {
  return changes.reduce((current, { at, length, text: piece }) => {
    const place = at % (current.length + 1);
    return current.slice(0, place) + piece + current.slice(place + length);
  }, text);
}

/** A file's bytes in an encoding that an editor of another time or system may write. */
export const ENCODINGS: Readonly<Record<string, (text: string) => Buffer>> = {
  "UTF-8": (text) => Buffer.from(text),
  "UTF-8 with a byte order mark": (text) => Buffer.from(`\ufeff${text}`),
  "UTF-16": (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
  "Latin 1": (text) => Buffer.from(text, "latin1"),
  "cut in a character": (text) => Buffer.concat([Buffer.from(text), Buffer.from([0xe2, 0x82])]),
};

/** One of {@link ENCODINGS}, most often the first. */
export const encoding: Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constant("UTF-8") },
  { weight: 1, arbitrary: fc.constantFrom(...Object.keys(ENCODINGS)) },
);

/** Bytes of a text; see {@link encoding}. */
export function bytesOf(text: string, name: string): Buffer {
  return (new Map(Object.entries(ENCODINGS)).get(name) ?? Buffer.from)(text);
}
