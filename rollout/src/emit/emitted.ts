/** Files that an `emit` wrote. */
export interface Emitted {
  folder: string;
  files: readonly string[];
  /** Names the files and what comes next, for people. */
  text: string;
}

/** Output of an `emit`. */
export function shownFiles({ folder, files, text }: Emitted, isJson: boolean): string {
  return isJson ? `${JSON.stringify({ folder, files })}\n` : text;
}
