import {
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  stringify,
  visit,
  Document,
  Scalar,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { ConfigurationError } from "../../../tenant/errors.ts";
import { exactValue, readsAsAnotherType } from "./exact.ts";
import { differences } from "./meaning.ts";
import { readDefinition, type Definition } from "./read.ts";

/** A replacement in a text. */
interface Splice {
  from: number;
  to: number;
  text: string;
}

/** A member of a map or a list, as it stands in a text. */
interface Place {
  /** Start of the key, or of the dash of a list's item. */
  from: number;
  /** End of its last character that is neither white space nor a comment. */
  to: number;
}

/** Text that is the same without quotes to every reader of YAML, in a block and between brackets. */
const PLAIN = /^[A-Za-z][\w.-]*(?: [\w.()/&-]+)*$/;

/** Characters that some readers take for line breaks, or do not take at all. */
const UNSAFE = /[\u007f-\u009f\u2028\u2029\ufeff]/g;

/**
 * Brings the changes of a document into the text that it was read from. Every other byte stays.
 *
 * @throws ConfigurationError where the text has a form in which it cannot be done
 */
export function applied(text: string, changed: Document): Definition {
  const before = parseDocument(text, { keepSourceTokens: true });
  const splices: Splice[] = [];
  new Splicing(text, splices).node(before.contents, changed.contents);
  if (splices.length === 0) return reread(text, changed);
  // What is removed goes before what is put in its place.
  const ordered = splices.toSorted((one, other) => other.from - one.from || other.to - one.to);
  return reread(
    ordered.reduce((rest, splice) => rest.slice(0, splice.from) + splice.text + rest.slice(splice.to), text),
    changed,
  );
}

/** Reads an edited text, and makes sure that it says what was meant. */
function reread(text: string, meant: Document): Definition {
  const read = readDefinition(text, meant.get("isCodeNative") === true ? "code" : "designer");
  const [difference] =
    "definition" in read
      ? differences(exactValue(meant), read.definition.exact, { normalised: false })
      : [{ place: read.problems.join("; ") }];
  if ("definition" in read && difference === undefined) return read.definition;
  throw new ConfigurationError(
    `The definition is written in a form in which it cannot be edited in place (${difference?.place}). Write it as ` +
      "Prismatic exports it: prism integrations:export",
  );
}

/** A value as YAML, every text in quotes that some reader would take for another type. */
export function printed(value: unknown, { flow }: { flow: boolean }): string {
  const document = new Document(value);
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === "string") node.type = quoting(node.value);
    },
  });
  const text = stringify(document, {
    lineWidth: 0,
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
    collectionStyle: flow ? "flow" : "block",
  });
  return text.trimEnd().replaceAll(UNSAFE, escaped);
}

const quoting = (text: string): Scalar.Type =>
  PLAIN.test(text) && !readsAsAnotherType(text) ? Scalar.PLAIN : Scalar.QUOTE_DOUBLE;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Finds the splices that make one node of a text another. */
class Splicing {
  readonly #text: string;
  readonly #splices: Splice[];
  readonly #lineBreak: string;

  constructor(text: string, splices: Splice[]) {
    this.#text = text;
    this.#splices = splices;
    this.#lineBreak = /\r?\n/.exec(text)?.[0] ?? "\n";
  }

  /** Changes a node in its place, or answers false where it has to be removed and put back. */
  node(before: unknown, after: unknown): boolean {
    if (isAlias(before) && isAlias(after)) return before.source === after.source;
    if (isScalar(before) && isScalar(after)) return this.#scalar(before, after);
    if (isMap(before) && isMap(after)) return this.#map(before, after);
    if (isSeq(before) && isSeq(after)) return this.#list(before, after);
    return before === null && after === null;
  }

  #scalar(before: Scalar, { value }: Scalar): boolean {
    if (Object.is(before.value, value)) return true;
    const [from, to] = before.range ?? [0, 0];
    const isBlock = before.type === Scalar.BLOCK_LITERAL || before.type === Scalar.BLOCK_FOLDED;
    const gap = from === to && /\S/.test(this.#text.charAt(from - 1)) ? " " : "";
    const wasQuoted = before.type === Scalar.QUOTE_DOUBLE || before.type === Scalar.QUOTE_SINGLE;
    const text =
      wasQuoted && typeof value === "string"
        ? inQuotes(value, before.type === Scalar.QUOTE_SINGLE)
        : printed(value, { flow: true });
    // The range of a block of lines ends after its last line break.
    this.#put({ from, to, text: `${gap}${text}${isBlock ? this.#lineBreak : ""}` });
    return true;
  }

  #map(before: YAMLMap, after: YAMLMap): boolean {
    const start = this.#splices.length;
    const now = new Map(after.items.map((pair) => [nameOf(pair), pair]));
    const stays = before.items.map((pair) => {
      const same = now.get(nameOf(pair));
      if (same === undefined || !this.node(pair.value, same.value)) return false;
      if (isEmptied(pair.value, same.value)) this.#putEmpty(pair);
      return true;
    });
    const kept = new Set(before.items.filter((_, index) => stays[index]).map(nameOf));
    const added = after.items
      .filter((pair) => !kept.has(nameOf(pair)))
      .map((pair) => ({ [nameOf(pair)]: plain(pair.value) }));
    const places = before.items.map((pair) => ({ from: startOf(pair.key) ?? 0, to: endOf(pair) }));
    return this.#members(before, { places, stays, added, start });
  }

  #list(before: YAMLSeq, after: YAMLSeq): boolean {
    const start = this.#splices.length;
    const now = new Map(after.items.map((item) => [startOf(item), item]));
    const stays = before.items.map((item) => {
      const same = now.get(startOf(item));
      return same !== undefined && this.node(item, same);
    });
    const added = after.items.filter((item) => startOf(item) === undefined).map((item) => [plain(item)]);
    const dashes = dashesOf(before);
    const places = before.items.map((item, index) => ({
      from: dashes[index] ?? startOf(item) ?? 0,
      to: endOf(item),
    }));
    return this.#members(before, { places, stays, added, start });
  }

  /** Removes and adds members; `added` are collections of one member each. */
  #members(
    collection: YAMLMap | YAMLSeq,
    { places, stays, added, start }: { places: Place[]; stays: boolean[]; added: object[]; start: number },
  ): boolean {
    const last = places.findLast((_, index) => stays[index]);
    if (added.length > 0 && last === undefined) {
      // Nothing is left to stand beside.
      this.#splices.length = start;
      return false;
    }
    const flow = collection.flow === true;
    for (let index = 0; index < places.length; index++) {
      if (stays[index]) continue;
      const next = stays.indexOf(true, index);
      const run = places.slice(index, next < 0 ? undefined : next);
      const after = next < 0 ? undefined : places[next];
      if (flow) this.#removeInFlow(run, places[index - 1], after);
      else this.#removeLines(run, after);
      index += run.length - 1;
    }
    if (last === undefined || added.length === 0) return true;
    if (flow) {
      const texts = added.map((member) => printed(member, { flow: true }).slice(1, -1).trim());
      this.#put({ from: last.to, to: last.to, text: texts.map((text) => `, ${text}`).join("") });
    } else {
      const lines = added.flatMap((member) => printed(member, { flow: false }).split("\n"));
      this.#addLines(last, this.#columnOf(places[0]?.from ?? last.from), lines);
    }
    return true;
  }

  #removeInFlow(run: readonly Place[], before: Place | undefined, after: Place | undefined): void {
    const [first] = run;
    const last = run.at(-1);
    if (first === undefined || last === undefined) return;
    if (after !== undefined) this.#put({ from: first.from, to: after.from, text: "" });
    else this.#put({ from: before?.to ?? first.from, to: last.to, text: "" });
  }

  #removeLines(run: readonly Place[], after: Place | undefined): void {
    const [first] = run;
    const isAlone =
      first !== undefined && this.#text.slice(this.#lineStart(first.from), first.from).trim() === "";
    if (first !== undefined && !isAlone) {
      // The first one of a map that begins behind a dash.
      const end = this.#nextLine(run.at(-1)?.to ?? first.to);
      const isNear = after !== undefined && this.#text.slice(end, after.from).trim() === "";
      this.#put({ from: first.from, to: isNear ? after.from : (run.at(-1)?.to ?? first.to), text: "" });
      return;
    }
    for (const { from, to } of run)
      this.#put({ from: this.#lineStart(from), to: this.#nextLine(to), text: "" });
  }

  #addLines({ to }: Place, column: number, lines: string[]): void {
    const from = this.#nextLine(to);
    const text = lines.map((line) => `${" ".repeat(column)}${line}`).join(this.#lineBreak);
    const isOpen = from > 0 && this.#text.charAt(from - 1) !== "\n";
    this.#put({ from, to: from, text: isOpen ? `${this.#lineBreak}${text}` : `${text}${this.#lineBreak}` });
  }

  /** Puts an empty collection behind a colon, whose members are removed below it. */
  #putEmpty({ value, srcToken }: Pair): void {
    const colon = srcToken?.sep?.find(({ type }) => type === "map-value-ind");
    if (colon === undefined) return;
    const from = colon.offset + 1;
    this.#put({ from, to: from, text: isMap(value) ? " {}" : " []" });
  }

  #columnOf(offset: number): number {
    return this.#text.slice(this.#lineStart(offset), offset).replace(/^\ufeff/, "").length;
  }

  #lineStart(offset: number): number {
    return this.#text.lastIndexOf("\n", offset - 1) + 1;
  }

  /** Start of the line after the one that ends at or after `offset`; a block of lines ends at such a start. */
  #nextLine(offset: number): number {
    if (offset > 0 && this.#text.charAt(offset - 1) === "\n") return offset;
    const end = this.#text.indexOf("\n", offset);
    return end < 0 ? this.#text.length : end + 1;
  }

  #put(splice: Splice): void {
    this.#splices.push(splice);
  }
}

/** End of what a node or a member of a map says, without the comments behind it. */
function endOf(member: unknown): number {
  if (isPair(member)) return endOf(member.value ?? member.key);
  const isBlock = isCollection(member) && member.flow !== true && member.items.length > 0;
  return isBlock ? endOf(member.items.at(-1)) : ((member as Node | null)?.range?.[1] ?? 0);
}

function isEmptied(before: unknown, after: unknown): boolean {
  if (!isCollection(before) || !isCollection(after) || before.flow === true) return false;
  return before.items.length > 0 && after.items.length === 0;
}

function inQuotes(text: string, single: boolean): string {
  if (single && /^[ -~]*$/.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replaceAll(UNSAFE, escaped);
}

function nameOf({ key }: Pair): string {
  return isScalar(key) ? (key.source ?? String(key.value)) : String(key);
}

/** Start of a node in the text; undefined for one that an edit made. */
function startOf(node: unknown): number | undefined {
  return (node as Node | null)?.range?.[0];
}

/** A node that an edit made, as a value. */
function plain(node: unknown): unknown {
  return isCollection(node) || isScalar(node) ? (node.toJSON() as unknown) : node;
}

/** Places of the dashes of a list. */
function dashesOf({ srcToken }: YAMLSeq): (number | undefined)[] {
  if (srcToken?.type !== "block-seq") return [];
  return srcToken.items
    .map(({ start }) => start.find(({ type }) => type === "seq-item-ind")?.offset)
    .filter((offset) => offset !== undefined);
}
