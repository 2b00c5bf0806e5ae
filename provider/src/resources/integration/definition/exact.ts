import { Document, isAlias, isMap, isScalar, isSeq, Scalar, type Node } from "yaml";

/**
 * A value that stands in a text without quotes and that readers of YAML understand in different ways, or lose digits of:
 * `0123`, `61e9540`, `12345678901234567891`, `no`, `12:30:00`.
 */
export class Written {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  toString(): string {
    return this.source;
  }
}

/** Key whose value some readers of YAML take for members of the map around it. */
const MERGED = "<<";

/** Forms of plain text that a reader of YAML 1.1 or 1.2 takes for something else than text. */
const TYPED = (["1.1", "1.2"] as const).flatMap((version) =>
  new Document(null, { version }).schema.tags.flatMap((tag) => ("test" in tag && tag.test ? [tag.test] : [])),
);

/** True where a plain text is a number, a date, a boolean or nothing to some reader of YAML. */
export function readsAsAnotherType(text: string): boolean {
  return TYPED.some((test) => test.test(text));
}

/** A document's content as it is written: no number is rounded, and what readers disagree about is {@link Written}. */
export function exactValue({ contents }: Document): unknown {
  const anchors = new Map<string, Node>();
  return exact(contents);

  function exact(node: unknown): unknown {
    if (isAlias(node)) return exact(anchors.get(node.source));
    if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor) anchors.set(node.anchor, node);
    if (isMap(node)) {
      const members = node.items.map(({ key, value }): [string, unknown] => [
        String(exact(key)),
        exact(value),
      ]);
      const own = members.filter(([name]) => name !== MERGED);
      return own.length === members.length ? Object.fromEntries(own) : withMerged(members, own);
    }
    if (isSeq(node)) return node.items.map(exact);
    // What an edit has set may be a value without a node.
    return isScalar(node) ? exactScalar(node) : (node ?? null);
  }
}

/** The members of a map together with those that it takes over, of which the first one counts. */
function withMerged(members: readonly [string, unknown][], own: readonly [string, unknown][]): object {
  const maps = members.flatMap(([name, value]) => (name === MERGED ? [value].flat() : []));
  const taken = maps
    .toReversed()
    .flatMap((map): [string, unknown][] =>
      typeof map === "object" && map !== null && !(map instanceof Written) ? Object.entries(map) : [],
    );
  return Object.fromEntries([...taken, ...own]);
}

/** The exact number that a text in decimal digits means, as digits and exponent; undefined for any other text. */
export function decimal(text: string): string | undefined {
  const parts = /^([-+]?)(0|[1-9]\d*)?(?:\.(\d*))?(?:e([-+]?\d{1,15}))?$/i.exec(text);
  if (parts === null || !/\d/.test(text)) return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = parts;
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const short = digits.replace(/0+$/, "");
  if (short === "") return "0";
  const power = Number(exponent) - fraction.length + digits.length - short.length;
  return `${sign === "-" ? "-" : ""}${short}e${power}`;
}

function exactScalar({ value, source, type }: Scalar): unknown {
  // What an edit has made has no source.
  if (value === null || source === undefined || (type !== undefined && type !== Scalar.PLAIN)) return value;
  if (typeof value === "string") {
    // A value that an edit has set has the source of the value before it.
    return value === source && readsAsAnotherType(value) ? new Written(value) : value;
  }
  const isPlain = typeof value === "boolean" && /^(true|false)$/i.test(source);
  return isPlain || (typeof value === "number" && String(value) === source) ? value : new Written(source);
}
