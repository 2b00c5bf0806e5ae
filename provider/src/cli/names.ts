import { createHash } from "node:crypto";

/** Names that Windows refuses for files, with any extension. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/** More letters than this are cut off, so that a path stays within every file system's limits. */
const LONGEST = 60;

/** A short text that stands for a name, the same on every machine and in every order. */
export function digestOf(name: string): string {
  return createHash("sha256").update(name.normalize("NFC")).digest("hex").slice(0, 8);
}

/** The same, but another one for names that only look alike: `é` in two ways, or halves of a character. */
export function exactDigestOf(name: string): string {
  return createHash("sha256").update(Buffer.from(name, "utf16le")).digest("hex").slice(0, 8);
}

/**
 * File names for names of people's own choosing: of lower-case letters, digits and hyphens, none of them twice, none that
 * Windows refuses. A name that says all of these itself is used as it is; one that loses something, or that another one
 * becomes as well, ends in a digest of the whole.
 *
 * @param kind stands for a name without a letter that can be used
 * @returns the file names without extension, by the names
 */
export function fileNames(names: readonly string[], kind: string): Map<string, string> {
  const short = new Map([...new Set(names)].map((name) => [name, shortened(name)]));
  const uses = counted([...short.values()].map(({ text }) => text));
  const files = [...short].map(([name, { text, isWhole }]) => {
    const isOwn = isWhole && uses.get(text) === 1 && !RESERVED.test(text);
    return { name, file: isOwn ? text : [text || kind, digestOf(name)].join("-") };
  });
  const times = counted(files.map(({ file }) => file));
  return new Map(
    files.map(({ name, file }) => [name, times.get(file) === 1 ? file : `${file}-${exactDigestOf(name)}`]),
  );
}

/** More letters than this are cut off names of resources. */
const LONGEST_OF_RESOURCE = 100;

/**
 * A name that a resource, its URN and a file can have: the given one where it is of letters, digits, dots, underscores
 * and hyphens; otherwise what is left of it, with a digest of the whole.
 */
export function plainName(name: string): string {
  if (/^[A-Za-z0-9][\w.-]*$/.test(name) && name.length <= LONGEST_OF_RESOURCE) return name;
  const { text } = shortened(name);
  return [text || "resource", digestOf(name)].join("-");
}

/**
 * Names that are there once, each of the others with a digest of what it stands for.
 *
 * @param taken names in lower case that none may have
 */
export function distinct<Named>(
  all: readonly Named[],
  {
    nameOf,
    meaning,
    taken = new Set(),
  }: { nameOf: (named: Named) => string; meaning: (named: Named) => string; taken?: ReadonlySet<string> },
): string[] {
  const uses = counted(all.map((each) => nameOf(each).toLowerCase()));
  const names = all.map((each) => {
    const name = nameOf(each);
    const lower = name.toLowerCase();
    return uses.get(lower) === 1 && !taken.has(lower) ? name : `${name}-${digestOf(meaning(each))}`;
  });
  const meanings = new Map<string, Set<string>>();
  for (const [index, each] of all.entries()) {
    const lower = (names[index] ?? "").toLowerCase();
    meanings.set(lower, (meanings.get(lower) ?? new Set()).add(meaning(each)));
  }
  return all.map((each, index) => {
    const name = names[index] ?? nameOf(each);
    const isOne = meanings.get(name.toLowerCase())?.size === 1;
    return isOne ? name : `${name}-${exactDigestOf(meaning(each))}`;
  });
}

/** Letters and digits of a text that a name may have, and whether these are all of them. */
function shortened(name: string): { text: string; isWhole: boolean } {
  // Accents are marks of their own in this form.
  const plain = name.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  const text = plain.replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-|-$/g, "");
  const isWhole =
    text !== "" && text.length <= LONGEST && !/[^a-z0-9\P{L}]/u.test(plain) && !/[^0-9\P{N}]/u.test(plain);
  return { text: text.slice(0, LONGEST).replace(/-$/, ""), isWhole };
}

function counted(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}
