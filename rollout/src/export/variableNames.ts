import { digestOf, exactDigestOf } from "pulumi-prismatic/takeover";
import { RESOURCE_CLASSES } from "pulumi-prismatic/vocabulary";

/** More letters than this are cut off. */
const LONGEST = 60;

/** Names that a module of TypeScript cannot give, or that a generated program gives to something else. */
const TAKEN = new Set([
  ..."await break case catch class const continue debugger default delete do else enum export extends false".split(
    " ",
  ),
  ..."finally for function if implements import in instanceof interface let new null package private".split(
    " ",
  ),
  ..."protected public return static super switch this throw true try typeof var void while with yield".split(
    " ",
  ),
  ..."arguments eval undefined NaN Infinity config Config RunError secrets missing commands".split(" "),
  ...RESOURCE_CLASSES,
]);

/**
 * Names of variables for connections: the words of the stable key. Those that would be the same, and those that lose too
 * much, end in a digest of the key.
 *
 * @returns the names by stable key
 */
export function variableNames(stableKeys: readonly string[]): Map<string, string> {
  const plain = [...new Set(stableKeys)].map((stableKey) => ({ stableKey, name: nameOf(stableKey) }));
  const uses = new Map<string, number>();
  for (const { name } of plain) uses.set(name.toLowerCase(), (uses.get(name.toLowerCase()) ?? 0) + 1);
  const named = plain.map(({ stableKey, name }) => {
    const isOwn = uses.get(name.toLowerCase()) === 1 && name.length <= LONGEST;
    return { stableKey, variable: isOwn ? name : `${name.slice(0, LONGEST)}_${digestOf(stableKey)}` };
  });
  // Keys that only look alike have one digest.
  const seen = new Set<string>();
  const again = new Set<string>();
  for (const { variable } of named) (seen.has(variable) ? again : seen).add(variable);
  return new Map(
    named.map(({ stableKey, variable }) => [
      stableKey,
      again.has(variable) ? `${variable}_${exactDigestOf(stableKey)}` : variable,
    ]),
  );
}

function nameOf(stableKey: string): string {
  const words = stableKey.split(/[^A-Za-z0-9]+/).filter(Boolean);
  const [first = "", ...others] = words.map((word) => (/[a-z]/.test(word) ? word : word.toLowerCase()));
  const name = first.charAt(0).toLowerCase() + first.slice(1) + others.map(capitalized).join("");
  if (name === "") return "connection";
  if (!/^[a-z]/.test(name)) return `connection${name}`;
  return TAKEN.has(name) ? `${name}Connection` : name;
}

const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
