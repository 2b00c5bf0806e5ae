import { closest, distance } from "fastest-levenshtein";

/** The candidate that was probably meant, or undefined when none is near. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const sameLetters = candidates.find((candidate) => simplified(candidate) === simplified(name));
  if (sameLetters !== undefined) return sameLetters;
  if (candidates.length === 0) return undefined;
  const best = closest(
    name.toLowerCase(),
    candidates.map((candidate) => candidate.toLowerCase()),
  );
  const found = candidates.find((candidate) => candidate.toLowerCase() === best);
  const tolerance = Math.max(2, Math.floor(name.length / 3));
  return found !== undefined && distance(name.toLowerCase(), best) <= tolerance ? found : undefined;
}

/** ` Did you mean "slack"?` with its leading blank, or nothing when no candidate is near. */
export function didYouMean(name: string, candidates: readonly string[]): string {
  const suggestion = nearest(name, candidates);
  return suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`;
}

/** A list for a sentence, cut where it would no longer be read. */
export function listed(names: readonly string[], most = 20): string {
  if (names.length === 0) return "none";
  const shown = names.slice(0, most).join(", ");
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

function simplified(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}
