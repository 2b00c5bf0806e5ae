/** Files that an `emit` wrote. */
export interface Emitted {
  folder: string;
  files: readonly string[];
  /** What was written and what comes next, for people. */
  text: string;
}

/** What an `emit` prints. */
export function shownFiles({ folder, files, text }: Emitted, isJson: boolean): string {
  return isJson ? `${JSON.stringify({ folder, files })}\n` : text;
}
