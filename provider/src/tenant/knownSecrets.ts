import { formsOf, plainFormsOf } from "./secretForms.ts";

/** The text in place of a secret. */
const REPLACEMENT = "[secret]";

/** Shorter strings are in every text. */
const SHORTEST = 3;

/** A shorter form counts only where no letter or digit continues it. */
const SHORTEST_INSIDE_WORDS = 6;

/** Forms of this length and longer are found by their beginning. */
const BEGINNING = 16;

/** Characters of a secret that must be there where a text is cut off inside it. */
const SHORTEST_PIECE = 6;

/** Longest piece of a secret that is looked for where a text is cut off. */
const LONGEST_PIECE = 4096;

/** Values that are secret by their place and give nothing away. */
const HARMLESS = new Set(["true", "false"]);

/** The secrets that a process knows, to keep them out of what other people's programs say. */
export class KnownSecrets {
  readonly #all = new Set<string>();
  #unsorted: string[] = [];
  /** Short forms by their length. */
  readonly #short = new Map<number, Set<string>>();
  /** Longer forms by their beginning. */
  readonly #long = new Map<string, string[]>();
  /** Secrets and their lines by the shortest piece that a text may be cut to, at either end. */
  readonly #starts = new Map<string, string[]>();
  readonly #ends = new Map<string, string[]>();

  constructor(secrets: Iterable<string> = []) {
    this.add(secrets);
  }

  add(secrets: Iterable<string>): void {
    for (const secret of secrets) {
      if (this.#all.has(secret)) continue;
      this.#all.add(secret);
      this.#unsorted.push(secret);
    }
  }

  /** A foreign text with each of the secrets replaced, in whatever form it came back, and where the text is cut inside it. */
  redact(text: string): string {
    this.#sort();
    return this.#replaced(text, [...this.#whole(text), ...this.#pieces(text)]);
  }

  #replaced(text: string, found: Iterable<Span>): string {
    const spans = [...found].sort((one, other) => one.from - other.from);
    let redacted = "";
    let done = 0;
    for (const { from, to } of spans) {
      if (from >= done) redacted += text.slice(done, from) + REPLACEMENT;
      done = Math.max(done, to);
    }
    return redacted + text.slice(done);
  }

  /**
   * A message of ours, in which nothing should be left to redact, without the secrets that no word can be: at least 16
   * characters with a digit and without white space.
   */
  redactUnmistakable(message: string): string {
    this.#sort();
    return this.#replaced(
      message,
      this.#whole(message, (form) => form.length >= BEGINNING && /^(?=.*\d)\S+$/.test(form)),
    );
  }

  /** Sorts the secrets in that came since the last text: a run without failures never pays for it. */
  #sort(): void {
    for (const secret of this.#unsorted) {
      for (const form of formsOf(secret)) {
        if (form.length < SHORTEST || HARMLESS.has(form)) continue;
        if (form.length < BEGINNING) setOf(this.#short, form.length).add(form);
        else listOf(this.#long, form.slice(0, BEGINNING)).push(form);
      }
      for (const form of plainFormsOf(secret)) {
        if (form.length <= SHORTEST_PIECE) continue;
        listOf(this.#starts, form.slice(0, SHORTEST_PIECE)).push(form);
        listOf(this.#ends, form.slice(-SHORTEST_PIECE)).push(form);
      }
    }
    this.#unsorted = [];
  }

  *#whole(text: string, isMeant: (form: string) => boolean = () => true): Generator<Span> {
    for (let from = 0; from <= text.length - SHORTEST; from++) {
      for (const form of this.#long.get(text.slice(from, from + BEGINNING)) ?? []) {
        if (text.startsWith(form, from) && isMeant(form)) yield { from, to: from + form.length };
      }
      for (const [length, forms] of this.#short) {
        const to = from + length;
        const form = text.slice(from, to);
        if (forms.has(form) && isMeant(form) && (length >= SHORTEST_INSIDE_WORDS || isWord(text, from, to))) {
          yield { from, to };
        }
      }
    }
  }

  *#pieces(text: string): Generator<Span> {
    const breaks = [...text.matchAll(/\.{3}|…/g)].map(({ index, 0: dots }) => ({
      index,
      after: index + dots.length,
    }));
    const ends = /["'`)\]]*$/.exec(text)?.index ?? text.length;
    const begins = /^["'`([]*/.exec(text)?.[0].length ?? 0;
    for (const cut of [...breaks.map(({ index }) => index), ends]) {
      for (let from = Math.max(0, cut - LONGEST_PIECE); from <= cut - SHORTEST_PIECE; from++) {
        const piece = text.slice(from, cut);
        const forms = this.#starts.get(piece.slice(0, SHORTEST_PIECE)) ?? [];
        if (forms.some((form) => form.startsWith(piece))) yield { from, to: cut };
      }
    }
    for (const cut of [begins, ...breaks.map(({ after }) => after)]) {
      for (let to = cut + SHORTEST_PIECE; to <= Math.min(text.length, cut + LONGEST_PIECE); to++) {
        const piece = text.slice(cut, to);
        const forms = this.#ends.get(piece.slice(-SHORTEST_PIECE)) ?? [];
        if (forms.some((form) => form.endsWith(piece))) yield { from: cut, to };
      }
    }
  }
}

interface Span {
  from: number;
  to: number;
}

function isWord(text: string, from: number, to: number): boolean {
  const isLetter = (index: number) => /[\p{L}\p{N}]/u.test(text.charAt(index));
  return !isLetter(from - 1) && !isLetter(to);
}

function setOf(sets: Map<number, Set<string>>, key: number): Set<string> {
  const found = sets.get(key) ?? new Set<string>();
  sets.set(key, found);
  return found;
}

function listOf(lists: Map<string, string[]>, key: string): string[] {
  const found = lists.get(key) ?? [];
  lists.set(key, found);
  return found;
}
