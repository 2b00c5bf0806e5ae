/** A word as a shell takes it: in quotes where it has a character that may mean something to one. */
export function shellWord(word: string): string {
  return /^[\w.:/-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
